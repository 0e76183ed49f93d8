import { resolve } from "node:path";
import { defineConfig, type Plugin } from "vite";
import { noticesOf } from "./notices.ts";

/*
 * The command line as a bundle, dist/cli: starting is opening files, and there are some 300 of them otherwise. What every
 * command needs is one file, what those that read observers need another, and the rest is loaded by who asks for it.
 * Packages with machine code stay outside; the licences of those inside are in dist/cli/notices.txt.
 */

const root = resolve(import.meta.dirname, "..");
const source = (file: string): string => resolve(root, "src/cli", file);

const entries = {
  softdice: source("main.ts"),
  worker: source("worker.ts"),
  distances: source("distances/worker.ts"),
  pngs: source("pngs/worker.ts"),
};

/** What files of the bundle hold: all that these modules import, less what files before them hold. */
const parts = [
  ["surfaces", source("distances/sharedTasks.ts")],
  ["manual", source("program.ts")],
  ["rasterise", source("rasterise.ts")],
  ["observers", source("commands/consensus.ts")],
] as const;

type ImportsOf = (module: string) => readonly string[];

/** The modules that a module needs when it starts, and that no part before needs. */
function partOf(module: string, importsOf: ImportsOf): string | null {
  for (const [name, entry] of parts) if (reachable(entry, importsOf).has(module)) return name;
  return null;
}

const known = new Map<string, ReadonlySet<string>>();

function reachable(entry: string, importsOf: ImportsOf): ReadonlySet<string> {
  const before = known.get(entry);
  if (before !== undefined) return before;
  const found = new Set([entry]);
  for (const module of found) for (const imported of importsOf(module)) found.add(imported);
  known.set(entry, found);
  return found;
}

/** Collects what the bundle holds and writes the licences of it all. */
function notices(): Plugin {
  const modules = new Set<string>();
  return {
    name: "notices",
    moduleParsed: ({ id }) => void modules.add(id),
    generateBundle() {
      const text = noticesOf(root, "softdice's command line holds", modules);
      this.emitFile({ type: "asset", fileName: "notices.txt", source: text });
    },
  };
}

export default defineConfig({
  root,
  publicDir: false,
  logLevel: "error",
  plugins: [notices()],
  ssr: { noExternal: true, external: ["@resvg/resvg-js"] },
  build: {
    ssr: true,
    target: "node20",
    outDir: "dist/cli",
    emptyOutDir: true,
    minify: true,
    sourcemap: true,
    rolldownOptions: {
      // The decoders of pixels are bundles of their own.
      external: [/^#codecs\//],
      input: entries,
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "[name].js",
        sourcemapExcludeSources: true,
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            {
              name: (module, chunk) => partOf(module, (id) => chunk.getModuleInfo(id)?.importedIds ?? []),
            },
          ],
        },
      },
    },
  },
});
