import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");
/** Inside the package, so that it finds itself by its name. */
const folder = join(root, `dist/examples-${process.pid}`);

const entries = ["src/index.ts", "src/entries/study.ts", "src/entries/formats.ts", "src/entries/dicom.ts"];

interface Export {
  readonly entry: string;
  readonly name: string;
  /** Whether it is there at run time. */
  readonly isValue: boolean;
  readonly comment: string;
  readonly example: string | undefined;
}

/** Every export of every entry with its comment, and the entries' own examples as the export "". */
function readExports(): Export[] {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, "tsconfig.pure.json"),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: () => undefined,
    },
  );
  const names = entries.map((entry) => join(root, entry));
  const program = ts.createProgram(names, { ...config?.options, composite: false, noEmit: true });
  const checker = program.getTypeChecker();
  return entries.flatMap((entry, n) => {
    const file = program.getSourceFile(names[n])!;
    const [, opening = ""] = /^\/\*\*([^]*?)\*\//.exec(file.text) ?? [];
    const text = opening.replaceAll(/^ \* ?/gm, "");
    const [, example] = /@example\n([^]*?)\n@packageDocumentation/.exec(text) ?? [];
    const own = { entry, name: "", isValue: true, comment: text, example };
    const all = checker.getExportsOfModule(checker.getSymbolAtLocation(file)!).map((symbol): Export => {
      const target = (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
      const tag = target.getJsDocTags(checker).find((one) => one.name === "example");
      return {
        entry,
        name: symbol.name,
        isValue: (target.flags & ts.SymbolFlags.Value) !== 0,
        comment: ts.displayPartsToString(target.getDocumentationComment(checker)),
        example: tag === undefined ? undefined : ts.displayPartsToString(tag.text),
      };
    });
    return [own, ...all];
  });
}

const exported = readExports();
const examples = exported.filter((one) => one.example !== undefined);

/** The values that comments at the ends of lines promise, as calls of `check`. */
function withChecks(example: string): string {
  return example
    .split("\n")
    .map((line) => {
      const [, value, promise] =
        /^(?!const |let |import |export |\s|\/\/)(.+?);? \/\/ (.+)$/.exec(line) ?? [];
      const literal = promise === undefined ? undefined : literalOf(promise);
      if (value === undefined || literal === undefined) return line;
      // The end of a call over several lines has its value nowhere: the call stands before.
      return value.startsWith(")") || value.startsWith("]") ? line : `check((${value}), ${literal});`;
    })
    .join("\n");
}

/** `Uint8Array [0, 1]`, a literal, or a literal and what there is to say of it after a comma. */
function literalOf(promise: string): string | undefined {
  const [, kind] = /^(\w+Array) \[/.exec(promise) ?? [];
  if (kind !== undefined) return `${kind}.of(${promise.slice(kind.length + 2, promise.lastIndexOf("]"))})`;
  const [literal] =
    /^(?:-?\d[\d.e+-]*|"[^"]*"|true|false|undefined|\[.*\]|\{.*\})(?=$|, )/.exec(promise) ?? [];
  return literal;
}

describe("the public API", () => {
  it("is documented: a comment on every export, an example on every function and class", () => {
    expect(exported.filter(({ comment }) => comment.trim() === "").map(({ name }) => name)).toEqual([]);
    const without = exported.filter(({ isValue, example }) => isValue && example === undefined);
    expect(without.map(({ entry, name }) => `${entry}: ${name}`)).toEqual([]);
  });
});

describe("the examples", () => {
  const sourceOf = (n: number): string => join(folder, `example${n}.ts`);
  beforeAll(() => {
    mkdirSync(folder, { recursive: true });
    for (const [n, { example }] of examples.entries()) {
      const { outputText } = ts.transpileModule(
        `import { check } from "./check.js";\n${withChecks(example ?? "")}\nexport {};\n`,
        { compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext } },
      );
      writeFileSync(join(folder, `example${n}.js`), outputText);
      writeFileSync(sourceOf(n), `${example}\nexport {};\n`);
    }
    writeFileSync(join(folder, "check.js"), CHECK);
    writeFileSync(
      join(folder, "main.js"),
      `import { failures, checked } from "./check.js";
       const broken = [];
       let checks = 0;
       for (let n = 0; n < ${examples.length}; n++) {
         try { await import("./example" + n + ".js"); } catch (error) { failures.push(String(error.stack)); }
         if (failures.length > 0) broken.push({ n, failures: failures.splice(0) });
       }
       console.log(JSON.stringify({ broken, checks: checked() }));`,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("run, and give the values that they show", () => {
    const { stdout, stderr } = spawnSync(process.execPath, [join(folder, "main.js")], { encoding: "utf8" });
    expect(stderr).toBe("");
    const { broken, checks } = JSON.parse(stdout) as {
      broken: { n: number; failures: string[] }[];
      checks: number;
    };
    expect(broken.map(({ n, failures }) => ({ of: examples[n].name, failures }))).toEqual([]);
    expect(checks).toBeGreaterThan(examples.length);
  });

  it("are what a strict compiler accepts", () => {
    const program = ts.createProgram(
      examples.map((_, n) => sourceOf(n)),
      {
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        target: ts.ScriptTarget.ES2023,
        module: ts.ModuleKind.NodeNext,
        lib: ["lib.es2023.d.ts", "lib.dom.d.ts"],
        types: [],
      },
    );
    const problems = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
      const [, n = "-1"] = /example(\d+)\.ts$/.exec(file?.fileName ?? "") ?? [];
      return `${examples[Number(n)]?.name}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    });
    expect(problems).toEqual([]);
  });
});

/** Compares with 1e-12 of a number; counts what it compared. */
const CHECK = `
export const failures = [];
let count = 0;
export const checked = () => count;
export function check(value, expected) {
  count += 1;
  if (!same(value, expected)) failures.push(show(value) + " instead of " + show(expected));
}
const show = (value) => (ArrayBuffer.isView(value) ? value.constructor.name + " " : "") +
  JSON.stringify(ArrayBuffer.isView(value) ? [...value] : value);
function same(a, b) {
  if (typeof b === "number") return typeof a === "number" && Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(b));
  if (typeof b !== "object" || b === null || typeof a !== "object" || a === null) return a === b;
  if (a.constructor !== b.constructor) return false;
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  return keys.length === others.length && keys.every((key) => same(a[key], b[key]));
}
`;
