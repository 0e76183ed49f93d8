import { createHash } from "node:crypto";
import type { Plugin } from "vite";

/** Workers as they are written in the app; the path and the options stand in one call. */
const WORKER =
  /new Worker\(\s*new URL\(("[^"]+\.worker\.ts"), import\.meta\.url\),\s*\{ type: "module" \},?\s*\)/gu;

/** Makes workers part of the script that starts them: a page from disk may not load one from a file beside it. */
export function workersInline(): Plugin {
  return {
    name: "workers-inline",
    enforce: "pre",
    transform(code, id) {
      if (!/\/web\/.*\.tsx?$/u.test(id) || !code.includes("new Worker(")) return undefined;
      const imports: string[] = [];
      const inlined = code.replace(WORKER, (_, path: string) => {
        const name = `InlineWorker${imports.length}`;
        imports.push(`import ${name} from ${path.replace(/"$/u, '?worker&inline"')};`);
        return `new ${name}()`;
      });
      if (inlined.includes("new Worker(")) this.error(`a worker in ${id} cannot be made part of the page`);
      return { code: `${imports.join("")}${inlined}`, map: null };
    },
  };
}

/**
 * Puts the script, the styles, the icon and the licences into the page, and leaves no file beside it. The page's policy
 * names the script and the styles by their hashes and allows no connection at all.
 */
export function singleFile(fileName: string): Plugin {
  return {
    name: "single-file",
    enforce: "post",
    apply: "build",
    generateBundle(_, bundle) {
      const text = (end: string): string => {
        const found = Object.values(bundle).filter((file) => file.fileName.endsWith(end));
        if (found.length !== 1) this.error(`the page needs one file *${end}, and there are ${found.length}`);
        const [file] = found;
        if (file.type === "chunk") return file.code;
        return typeof file.source === "string" ? file.source : Buffer.from(file.source).toString("utf8");
      };
      const script = inScript(text(".js"));
      const style = text(".css");
      const icon = `data:image/svg+xml,${encodeURIComponent(text(".svg"))}`;
      const source = text("index.html")
        .replace(/<script type="module"[^>]*><\/script>\s*/u, "")
        .replace(
          /(http-equiv="Content-Security-Policy"\s+content=)"[^"]*"/u,
          (_all, start: string) => `${start}"${policy(script, style)}"`,
        )
        .replace(/<link rel="stylesheet"[^>]*>/u, () => `<style>${style}</style>`)
        .replace(/(<link rel="icon" href=)"[^"]*"/u, (_all, start: string) => `${start}"${icon}"`)
        .replace(
          "</body>",
          () =>
            `<script type="text/plain" id="notices">${inScript(text("notices.txt"))}</script>` +
            `<script type="module">${script}</script></body>`,
        );
      for (const name of Object.keys(bundle)) delete bundle[name];
      this.emitFile({ type: "asset", fileName, source });
    },
  };
}

/** Text that does not end the element which holds it. */
function inScript(text: string): string {
  return text.replace(/<(?=\/script|!--)/giu, "\\x3C");
}

function policy(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src '${hash(script)}' 'wasm-unsafe-eval'`,
    `style-src '${hash(style)}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src data: blob:",
    "font-src data:",
    "worker-src blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
