import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { noticesOf } from "./scripts/notices.ts";
import { defineConfig, type Plugin, transformWithOxc } from "vite";

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

export default defineConfig({
  root: resolve(import.meta.dirname, "web"),
  base: "./",
  publicDir: false,
  plugins: [withoutZarr(), page, serviceWorker()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  worker: { format: "es", plugins: () => [worker] },
  build: {
    outDir: resolve(import.meta.dirname, "dist/web"),
    emptyOutDir: true,
    target: "es2022",
    // Data URIs would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
    reportCompressedSize: false,
  },
});
