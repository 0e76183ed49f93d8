import { existsSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { Converter, JSX, PageEvent, Renderer } from "typedoc";
import { manifest, root } from "../manifest.js";
import { shelves, sources } from "./typedoc.js";

/*
 * Makes TypeDoc's site of files that are also read on a code host: a page is at the address of its file and is called what
 * its first heading says, entries are called as they are imported, and links to sources go to the repository.
 */

const host = manifest.repository.url.replace(/^git\+/, "").replace(/\.git$/, "");
const shelfOf = new Map([...shelves].flatMap(([shelf, files]) => files.map((file) => [file, shelf])));

/** Folders whose files are shown by the repository rather than copied into the site. */
const inRepository = /^(src|test|scripts|bench|web)(\/|$)/;

/** @param {import("typedoc").Application} app */
export function load(app) {
  /** @type {Map<import("typedoc").DocumentReflection, string>} */
  const headings = new Map();
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, document) => {
    const file = relative(root, document.project.files.getReflectionPath(document) ?? "");
    headings.set(document, headingOf(document.content, file).text);
    document.name = basename(file, ".md").toLowerCase();
    document.frontmatter.group = shelfOf.get(file);
    linkToRepository(document.content, dirname(join(root, file)));
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.children ?? []) {
      const path = project.files.getReflectionPath(module);
      for (const [name, source] of sources) if (source === path) module.name = name;
    }
    // TypeDoc sets the project's name above it.
    const readme = project.readme ?? [];
    for (const part of readme.slice(0, 1)) part.text = part.text.slice(headingOf(readme, "README.md").length);
    linkToRepository(readme, root);
  });
  // Addresses are settled by now.
  app.renderer.on(Renderer.EVENT_BEGIN, () => {
    for (const [document, heading] of headings) document.name = heading;
  });
  // A screen reader finds the content among the menus, and the keyboard scrolls wide tables.
  app.renderer.on(PageEvent.END, (page) => {
    page.contents &&= page.contents
      .replace('class="col-content"', 'class="col-content" role="main"')
      .replace('class="col-sidebar"', 'class="col-sidebar" role="complementary" aria-label="Contents"')
      .replaceAll("<table>", '<table tabindex="0">');
  });
  app.renderer.hooks.on("sidebar.begin", (context) =>
    JSX.createElement(
      "a",
      { class: "site-app", href: context.relativeURL("app/index.html") },
      "Open the app in this browser",
    ),
  );
}

/**
 * Text of the heading that a page begins with, and length of its line.
 * @param {readonly import("typedoc").CommentDisplayPart[]} content
 * @param {string} file
 */
function headingOf(content, file) {
  const [line = "", heading] = /^\s*# (.+)\n/.exec(content[0]?.text ?? "") ?? [];
  if (heading === undefined) throw new Error(`${file} does not begin with a heading, expected "# …"`);
  return { text: heading.replaceAll("`", ""), length: line.length };
}

/**
 * @param {import("typedoc").CommentDisplayPart[]} content
 * @param {string} folder what links of the page are relative to
 */
function linkToRepository(content, folder) {
  for (const [at, part] of content.entries()) {
    if (part.kind !== "relative-link") continue;
    const target = resolve(folder, part.text.replace(/#.*/, ""));
    const path = relative(root, target);
    if (!inRepository.test(path) || path.endsWith(".md") || !existsSync(target)) continue;
    content[at] = { kind: "text", text: `${host}/blob/HEAD/${path}` };
  }
}
