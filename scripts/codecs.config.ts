import { resolve } from "node:path";
import { defineConfig, type Plugin } from "vite";
import { codecs } from "./codecs.ts";
import { noticesOf } from "./notices.ts";

const root = resolve(import.meta.dirname, "..");

/** Node's modules that the decoders mention for what they are never asked: to read their own files. */
function withoutNode(): Plugin {
  return {
    name: "without-node",
    enforce: "pre",
    resolveId: (source) => (source === "fs" || source === "path" ? `\0${source}` : undefined),
    load: (id) => (id === "\0fs" || id === "\0path" ? "export default {}" : undefined),
  };
}

function notices(): Plugin {
  return {
    name: "notices",
    generateBundle() {
      const source = noticesOf(root, "softdice's decoders hold", this.getModuleIds());
      this.emitFile({ type: "asset", fileName: "notices.txt", source });
    },
  };
}

/**
 * Writes dist/codecs: each decoder as one module without imports, the same for Node, browsers, workers, Deno and Bun, so
 * that whoever bundles the library has nothing to configure, and who installs it installs no packages of decoders.
 */
export default defineConfig({
  root,
  publicDir: false,
  plugins: [withoutNode(), notices()],
  define: { process: "undefined", __filename: "undefined", __dirname: "undefined" },
  build: {
    outDir: "dist/codecs",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
    rollupOptions: {
      input: codecs,
      preserveEntrySignatures: "strict",
      output: { entryFileNames: "[name].js", chunkFileNames: "shared.js", minify: true },
    },
  },
});
