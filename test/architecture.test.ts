import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

/** What reports are made of. */
const BELOW_REPORT = ["evaluation", "raters", "losses", "formats", "image", "synthetic", "kernels", "core"];

/** What each layer may import besides itself; the picture is in docs/architecture.md. */
const arrows: Record<string, readonly string[]> = {
  core: [],
  kernels: ["core"],
  image: ["core"],
  losses: ["kernels", "core"],
  formats: ["image", "core"],
  raters: ["image", "kernels", "core"],
  synthetic: ["image", "kernels", "core"],
  networks: ["losses", "kernels", "core"],
  evaluation: ["raters", "losses", "image", "kernels", "core"],
  study: ["raters", "formats", "image", "core"],
  report: ["study", ...BELOW_REPORT],
  paper: ["report", "study", "networks", ...BELOW_REPORT],
  cli: ["paper", "report", "study", "networks", ...BELOW_REPORT],
  web: ["paper", "report", "study", "networks", ...BELOW_REPORT],
  "index.ts": ["evaluation", "raters", "losses", "image", "synthetic", "kernels", "core"],
  entries: ["study", "formats", "image", "core"],
};

const root = resolve(import.meta.dirname, "..");

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts") && !name.endsWith(".generated.ts"))
    .map((name) => join(folder, name));
}

/** `src/core/dice.ts` → `core`, `src/index.ts` → `index.ts`, `web/main.tsx` → `web`. */
function layer(file: string): string {
  const [top = "", second = ""] = file.split("/");
  return top === "src" ? second : top;
}

interface Import {
  readonly from: string;
  readonly specifier: string;
}

function imports(file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8");
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)|(?:^|\n)\s*import\s+"([^"]+)"/g;
  return [...text.matchAll(pattern)].map((match) => ({
    from: file,
    specifier: match[1] ?? match[2] ?? match[3] ?? "",
  }));
}

const folders = ["src", ...readdirSync(root).filter((name) => name === "web")];
const files = folders.flatMap(sources);
const all = files.flatMap(imports);

describe("the architecture", () => {
  it("has a place among the layers for every file", () => {
    expect(files.length).toBeGreaterThan(5);
    expect(files.filter((file) => arrows[layer(file)] === undefined)).toEqual([]);
  });

  it("imports along the arrows only", () => {
    const upward = all
      .filter(({ specifier }) => specifier.startsWith("."))
      .filter(({ from, specifier }) => {
        const target = layer(relative(root, resolve(root, dirname(from), specifier)));
        return target !== layer(from) && !(arrows[layer(from)] ?? []).includes(target);
      });
    expect(upward).toEqual([]);
  });

  it("keeps the work of the app below its state, and its state below its views", () => {
    const order = ["web/work/", "web/state/", "web/views/"];
    const rank = (file: string): number => order.findIndex((folder) => file.startsWith(folder));
    const upward = all
      .filter(({ from, specifier }) => specifier.startsWith(".") && rank(from) >= 0)
      .filter(
        ({ from, specifier }) => rank(relative(root, resolve(root, dirname(from), specifier))) > rank(from),
      );
    expect(upward).toEqual([]);
  });

  it("keeps node:* inside the command line", () => {
    expect(
      all.filter(({ from, specifier }) => specifier.startsWith("node:") && layer(from) !== "cli"),
    ).toEqual([]);
  });

  it("keeps chance and the clock out of everything that computes", () => {
    const impure = files
      .filter((file) => !["cli", "web"].includes(layer(file)))
      .filter((file) =>
        /Math\.random|Date\.now|new Date\(\)|performance\.now|\bconsole\./.test(
          readFileSync(join(root, file), "utf8"),
        ),
      );
    expect(impure).toEqual([]);
  });

  it("opens no connection", () => {
    const connected = files.filter((file) =>
      /\b(?:fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon)\b\s*\(/.test(
        readFileSync(join(root, file), "utf8"),
      ),
    );
    expect(connected).toEqual([]);
  });
});
