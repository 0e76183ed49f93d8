import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig, type Plugin } from "vite";

/**
 * Writes `sw.js`, the service worker, with the list of the built files that it keeps for use without a network, and a
 * version that changes with them.
 */
function serviceWorker(): Plugin {
  return {
    name: "service-worker",
    apply: "build",
    generateBundle(_, bundle) {
      const files = Object.keys(bundle).filter((name) => !name.endsWith(".map"));
      const source = readFileSync(resolve(import.meta.dirname, "web/serviceWorker.js"), "utf8");
      this.emitFile({
        type: "asset",
        fileName: "sw.js",
        source: source.replace("__FILES__", () => JSON.stringify(["./", ...files])),
      });
    },
  };
}

export default defineConfig({
  root: resolve(import.meta.dirname, "web"),
  base: "./",
  publicDir: false,
  plugins: [serviceWorker()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  worker: { format: "es" },
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
