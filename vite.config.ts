import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { noticesOf } from "./scripts/notices.ts";
import { singleFile, workersInline } from "./scripts/singleFile.ts";
import {
  type BuildEnvironmentOptions,
  defineConfig,
  type Plugin,
  transformWithOxc,
  type UserConfig,
} from "vite";

/**
 * Writes `sw.js`, the service worker, with the list of the built files that it keeps for use without a network, and a
 * version that changes with them.
 */
function serviceWorker(): Plugin {
  return {
    name: "service-worker",
    apply: "build",
    async generateBundle(_, bundle) {
      const files = ["./", ...Object.keys(bundle)];
      const path = resolve(import.meta.dirname, "web/serviceWorker/serviceWorker.ts");
      const { code } = await transformWithOxc(readFileSync(path, "utf8"), path);
      this.emitFile({
        type: "asset",
        fileName: "sw.js",
        source: `const FILES = ${JSON.stringify(files)};\n${code}`,
      });
    },
  };
}

/** Collects what bundles hold, those of workers too, and writes the licences of it all to `notices.txt`. */
function notices(): { readonly page: Plugin; readonly worker: Plugin } {
  const modules = new Set<string>();
  const collect: Plugin["moduleParsed"] = ({ id }) => void modules.add(id);
  return {
    worker: { name: "notices-of-worker", apply: "build", moduleParsed: collect },
    page: {
      name: "notices",
      apply: "build",
      moduleParsed: collect,
      generateBundle() {
        const source = noticesOf(import.meta.dirname, "softdice's app holds", modules);
        this.emitFile({ type: "asset", fileName: "notices.txt", source });
      },
    },
  };
}

const { page, worker } = notices();

/** The 3D viewer brings decompressors of Zarr stores, which the app never opens: half a megabyte that nobody would use. */
function withoutZarr(): Plugin {
  return {
    name: "without-zarr",
    enforce: "pre",
    load: (id) =>
      /\/numcodecs\/dist\/(?:blosc|lz4|zstd)\.js$/.test(id)
        ? 'export default { fromConfig() { throw new Error("Zarr stores are not read here"); } };'
        : undefined,
  };
}

const shared = {
  root: resolve(import.meta.dirname, "web"),
  base: "./",
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
} as const satisfies UserConfig;

const built = {
  target: "es2022",
  modulePreload: { polyfill: false },
  reportCompressedSize: false,
} as const satisfies BuildEnvironmentOptions;

/** The app for a server: files that refer to each other. */
const served: UserConfig = {
  ...shared,
  plugins: [withoutZarr(), page, serviceWorker()],
  worker: { format: "es", plugins: () => [worker] },
  build: {
    ...built,
    outDir: resolve(import.meta.dirname, "dist/web"),
    emptyOutDir: true,
    // Data URIs would need a wider content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
  },
};

const inOne = { output: { codeSplitting: false } } as const;

/** The app as one page that opens from disk. */
const single: UserConfig = {
  ...shared,
  plugins: [withoutZarr(), workersInline(), page, singleFile("softdice.html")],
  // Chromium takes no module from a blob for a worker of a page from disk.
  worker: { format: "iife", plugins: () => [worker], rolldownOptions: inOne },
  build: {
    ...built,
    outDir: resolve(import.meta.dirname, "dist"),
    emptyOutDir: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 20_000,
    rolldownOptions: { ...inOne, checks: { pluginTimings: false } },
  },
};

export default defineConfig(({ mode }) => (mode === "single" ? single : served));
