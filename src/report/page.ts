import { type Drawing, inlineSvg } from "./drawing.ts";
import { type Content, Markup, markup } from "./markup.ts";
import { STYLE_SHEET } from "./styleSheet.ts";
import { tableHtml } from "./table.ts";

/** One page that stands alone: no file, font or script is fetched. */
export interface Page {
  readonly title: string;
  /** What the numbers mean, in a sentence or two a paragraph. */
  readonly summary: readonly Content[];
  readonly sections: readonly Section[];
  /** How the page came about: version, command, parameters, seed, dates; in the order of reading. */
  readonly provenance: readonly (readonly [name: string, value: string])[];
}

export interface Section {
  readonly title: string;
  /** Paragraphs, tables and figures. */
  readonly content: readonly Markup[];
}

const RESEARCH_USE =
  "For research. This is not a medical device: it must not be used to diagnose or to plan treatment.";

/** The page as the text of an HTML file. */
export function pageHtml({ title, summary, sections, provenance }: Page): string {
  const links = sections.map(
    (section, i) => markup`<li><a href="#section-${i + 1}">${section.title}</a></li>`,
  );
  const contents =
    sections.length < 3 ? undefined : markup`<nav aria-label="Contents"><ul>${links}</ul></nav>\n`;
  const body = sections.map(
    (section, i) =>
      markup`<section id="section-${i + 1}"><h2>${section.title}</h2>\n${section.content}</section>\n`,
  );
  const parameters = tableHtml({
    caption: "Version and parameters",
    columns: [
      { title: "What", isText: true },
      { title: "Value", isText: true },
    ],
    rows: provenance,
  });
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Markup(STYLE_SHEET)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
${summary.map((text) => markup`<p class="lead">${text}</p>\n`)}</header>
${contents}<main>
${body}</main>
<footer>
<h2>How this page was made</h2>
${parameters}<p class="note">${RESEARCH_USE}</p>
</footer>
</body>
</html>
`.text;
}

/** A paragraph. */
export function paragraph(text: Content): Markup {
  return markup`<p>${text}</p>\n`;
}

/** A list of short remarks. */
export function list(items: readonly Content[]): Markup {
  return markup`<ul>${items.map((item) => markup`<li>${item}</li>`)}</ul>\n`;
}

/** A heading inside a section. */
export function subheading(text: string): Markup {
  return markup`<h3>${text}</h3>\n`;
}

/** Text that says that something disagrees or failed. */
export function alert(text: Content): Markup {
  return markup`<span class="alert">${text}</span>`;
}

/** Text of less weight. */
export function aside(text: Content): Markup {
  return markup`<span class="aside">${text}</span>`;
}

/**
 * A figure with its caption.
 *
 * @param alternative what a reader who cannot see it should know
 */
export function figureHtml(drawing: Drawing, caption: Content, alternative: string): Markup {
  return markup`<figure>${inlineSvg(drawing, alternative)}<figcaption>${caption}</figcaption></figure>\n`;
}
