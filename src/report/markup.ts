/** Text that is already HTML or SVG. Everything else is escaped where it enters a {@link markup} template. */
export class Markup {
  readonly text: string;

  /** @param text trusted markup, taken as it is */
  constructor(text: string) {
    this.text = text;
  }
}

/** What a template accepts: markup as it is, text (escaped), numbers, lists of these, and nothing. */
export type Content = Markup | string | number | undefined | readonly Content[];

/**
 * A template for HTML and SVG that escapes what is put into it, in text and in quoted attributes alike.
 *
 * Numbers are coordinates: they are written with at most three decimals. Numbers that people read are formatted to
 * strings first (`numbers.ts`).
 *
 * @example
 * markup`<text x="${1 / 3}">${"a < b"}</text>`.text; // <text x="0.333">a &lt; b</text>
 */
export function markup(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  let text = strings[0] ?? "";
  for (const [i, value] of values.entries()) text += render(value) + (strings[i + 1] ?? "");
  return new Markup(text);
}

/** `text` with the five characters replaced that mean something in HTML, XML or a quoted attribute. */
export function escape(text: string): string {
  return legible(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** `text` with U+FFFD for the characters that XML does not allow: most control characters and halves of pairs. */
export function legible(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Surrogate}]/gu, "\ufffd");
}

function render(value: Content): string {
  if (value === undefined) return "";
  if (value instanceof Markup) return value.text;
  if (typeof value === "string") return escape(value);
  if (typeof value === "number") return String(Number(value.toFixed(3)));
  return value.map(render).join("");
}
