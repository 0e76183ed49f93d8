import { readFileSync } from "node:fs";
import { resolve } from "node:path";
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

/** Node's modules that libraries mention but do not use in browsers, as empty ones. */
function withoutNode(): Plugin {
  return {
    name: "without-node",
    enforce: "pre",
    resolveId: (source) => (source === "fs" || source === "path" ? `\0${source}` : undefined),
    load: (id) => (id === "\0fs" || id === "\0path" ? "export default {}" : undefined),
  };
}

export default defineConfig({
  root: resolve(import.meta.dirname, "web"),
  base: "./",
  publicDir: false,
  plugins: [withoutNode(), serviceWorker()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  worker: { format: "es", plugins: () => [withoutNode()] },
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
