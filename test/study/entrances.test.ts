import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  mkdirSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { zipSync } from "fflate";
import { afterAll, describe, expect, it } from "vitest";
import { inflateWithZlib } from "../../src/cli/inflate.ts";
import { sourcesAt } from "../../src/cli/inputs.ts";
import { SoftdiceError } from "../../src/core/errors.ts";
import { voxelVolumeMl } from "../../src/image/grid.ts";
import { openPlanned } from "../../src/paper/goldAtlas/observers.ts";
import { inBox } from "../../src/paper/goldAtlas/observed.ts";
import { GOLD_ATLAS_PLAN } from "../../src/paper/goldAtlas/plan.ts";
import { votePatterns } from "../../src/raters/patterns.ts";
import { summarize } from "../../src/raters/summary.ts";
import type { VoteMap } from "../../src/raters/voteMap.ts";
import { openCase, type PlacedSource } from "../../src/study/case.ts";
import type { Decision } from "../../src/study/decisions.ts";
import type { DroppedFile } from "../../web/work/study/files.ts";
import { summariseMasks } from "../../web/work/study/reportData.ts";
import { openDropped } from "../support/dropped.ts";
import { smallPhantom, smallPhantomFiles } from "../support/phantoms.ts";
import { type Files, MASKS, nifti, structureSet } from "../support/sources.ts";

/** What an entrance makes of a folder: figures of every structure, and what became of everything; or its refusal. */
type Outcome =
  | {
      readonly structures: readonly {
        readonly name: string;
        readonly observers: readonly string[];
        readonly figures: string;
      }[];
      readonly decisions: readonly Decision[];
      readonly problems: readonly string[];
    }
  | { readonly refusal: string };

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function written(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), "softdice-"));
  folders.push(folder);
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

/** As `softdice consensus FOLDER` does. */
async function byCommandLine(folder: string): Promise<Outcome> {
  const given: PlacedSource[] = [];
  for await (const source of sourcesAt([folder])) given.push({ source, said: {} });
  return outcomeOf(async () => {
    const opened = await openCase(given, {}, { inflate: inflateWithZlib }, "files");
    const structures = opened.structures.flatMap(({ name, observe }) => {
      try {
        const { grid, names, map } = observe();
        const votes = map();
        const { summary } = summarize({ map: votes, votes: votePatterns(votes), grid }, names);
        return [{ name, observers: names, figures: JSON.stringify(summary) }];
      } catch (error) {
        if (!(error instanceof SoftdiceError)) throw error;
        return [];
      }
    });
    const problems = [...opened.failures.map(({ error }) => error), ...opened.missing];
    if (structures.length === 0 && problems.length > 0) throw problems[0];
    return { structures, decisions: opened.decisions(), problems: problems.map(({ message }) => message) };
  });
}

/** As the app's worker does with a folder that was dropped onto the page. */
async function byWorker(folder: string): Promise<Outcome> {
  const dropped = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path): DroppedFile => ({
      path,
      file: new Blob([new Uint8Array(readFileSync(join(folder, path)))]),
    }));
  return outcomeOf(async () => {
    const study = await openDropped(dropped);
    const structures = study.structures.flatMap((structure) => {
      if (structure.kind !== "masks") return [];
      const counted = [...structure.observers.keys()];
      const { summary } = summariseMasks(structure.observers, counted, structure.grid);
      const observers = structure.observers.map(({ observer }) => observer);
      return [{ name: structure.name, observers, figures: JSON.stringify(summary) }];
    });
    return { structures, decisions: study.decisions, problems: study.leftOut };
  });
}

async function outcomeOf(run: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof SoftdiceError) return { refusal: error.message };
    throw error;
  }
}

/** The same figures and decisions of both entrances, or the same refusal, whatever each calls what was given. */
async function expectSame(folder: string): Promise<void> {
  const [first, second] = [await byCommandLine(folder), await byWorker(folder)];
  if ("refusal" in first && "refusal" in second) {
    expect(second.refusal.replace(/^\d+ files: /u, "files: ")).toBe(first.refusal);
    return;
  }
  // Of nothing at all the app alone says so at once, and of probability maps it alone shows what they are.
  if ("refusal" in first || "refusal" in second) {
    expect([first, second].flatMap((one) => ("refusal" in one ? [] : one.structures))).toEqual([]);
    return;
  }
  expect(second.structures).toEqual(first.structures);
  expect(second.decisions).toEqual(first.decisions);
}

const { first, second, third } = MASKS;
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("command line and app", () => {
  it.each<readonly [string, Files]>([
    [
      "files of observers",
      { "Ines.nii": first, "Tom.nii": second, "staple.nii": third, "notes.txt": encode("x") },
    ],
    ["folders of observers", { "Ines/gtv.nii": first, "Tom/gtv.nii": second, "Ines/cord.nii": third }],
    [
      "label maps",
      { "Ines.nii": nifti(Uint8Array.from({ length: 864 }, (_, n) => n % 3)), "Tom.nii": first },
    ],
    ["an archive", { "all.zip": zipSync({ "a/Ines.nii": first, "a/Tom.nii": second, "a/zoe.nii": third }) }],
    [
      "a missing observer",
      { "Ines.nii": first, "Tom.nii": second, "Zoe.nii": encode("../.git/annex/objects/x") },
    ],
    ["masks that are none", { "Ines.nii": first, "Tom.nii": second.subarray(0, 400) }],
    ["contours without images", { "a.dcm": structureSet(["GTV (AB)", "GTV (CD)"]) }],
    ["two readings", { "a/x.nii": first, "a/y.nii": second, "b/x.nii": first, "b/y.nii": second }],
    ["nothing", { "notes.txt": encode("x"), "more.txt": encode("x") }],
  ])("make the same of %s", async (_, files) => {
    await expectSame(written(files));
  });

  it("make the same of a phantom, unpacked and as a zip, to the last digit", async () => {
    const files: Record<string, Uint8Array> = {};
    for (const { path, read } of await smallPhantomFiles()) files[path] = await read();
    const unpacked = await byCommandLine(written(files));
    const zipped = written({ "9_99_P.zip": zipSync(files, { level: 0 }) });
    const [archive, app] = [await byCommandLine(zipped), await byWorker(zipped)];
    expect(app).toEqual(archive);
    if ("refusal" in unpacked || "refusal" in archive) throw new Error("refused");
    expect(archive.structures).toEqual(unpacked.structures);
    expect(archive.structures.filter(({ observers }) => observers.length === 5)).toHaveLength(9);
  });

  it.each([1, 2])("make the same of phantom %i of a cohort", async (index) => {
    const files: Record<string, Uint8Array> = {};
    for (const { path, read } of await smallPhantomFiles(index)) files[path] = await read();
    await expectSame(written({ "9_99_P.zip": zipSync(files, { level: 0 }) }));
  });
});

const cases = resolve(import.meta.dirname, "../../../shared/cases");

/** Inputs of shared cases that are folders; archives and images as they are. */
const inputs = ["study", "volumes", "dicom"]
  .map((group) => join(cases, group))
  .filter(existsSync)
  .flatMap((group) => readdirSync(group).map((name) => join(group, name, "in")))
  .filter(existsSync);

describe.skipIf(inputs.length === 0)("command line and app on the shared cases", () => {
  it.each(inputs.map((folder) => [relative(cases, folder), folder]))(
    "make the same of %s",
    async (_, folder) => {
      await expectSame(folder);
    },
  );
});

describe("the Gold Atlas' command", () => {
  it("has the structures, observers and volumes of consensus --grid paper --nested union, to the last digit", async () => {
    const given = (await smallPhantomFiles()).map(({ path, read }) => ({
      source: {
        place: path,
        name: path,
        isNamed: false,
        read,
        open: async () => new Blob([new Uint8Array(await read())]),
        sibling: () => Promise.resolve(undefined),
      },
      said: {},
    }));
    const rule = { grid: "paper", nested: "union" } as const;
    const opened = await openCase(given, rule);
    const planned = await openPlanned(await smallPhantom(), GOLD_ATLAS_PLAN, rule);
    expect(planned.structures.map(({ row }) => row)).toEqual(GOLD_ATLAS_PLAN.map(({ row }) => row));
    for (const { row, structure, missing } of planned.structures) {
      expect(missing).toEqual([]);
      const observed = structure!.observe();
      const same = opened.structures.find(({ name }) => name.replaceAll("_", " ") === row)!.observe();
      expect(same.names).toEqual(observed.names);
      expect(same.grid).toEqual(observed.grid);
      expect(same.masks.map(({ box }) => box)).toEqual(observed.masks.map(({ box }) => box));
      expect(same.masks.every(({ data }, n) => Buffer.compare(data, observed.masks[n].data) === 0)).toBe(
        true,
      );
      // The whole grid of consensus is large: of one structure the votes on it, too.
      if (row !== "Penile bulb") continue;
      const voxelMl = voxelVolumeMl(observed.grid);
      const volumes = (map: VoteMap): number[] =>
        Array.from(votePatterns(map).volumes, (voxels) => voxels * voxelMl);
      expect(volumes(same.map())).toEqual(volumes(inBox(observed).votes));
    }
  });
});
