/**
 * What steers a terminal, a page or the order of reading instead of being read: control characters (Cc) but line break
 * and tab, the separators of lines and paragraphs, and the marks, embeddings, overrides and isolates of direction of
 * Unicode's annex 9.
 */
const steering = /(?![\n\t])[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu;

/**
 * Text for a terminal or a file with every such character spelt out, as in `\u001b`: names and values in files are
 * anyone's. In a JSON document the spelling means the same character, so that nothing is lost.
 */
export function visible(text: string): string {
  return text.replaceAll(steering, spelt);
}

/** {@link visible} in one line: line breaks and tabs are spelt out too. */
export function visibleLine(text: string): string {
  return visible(text).replaceAll(/[\n\t]/g, spelt);
}

function spelt(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
