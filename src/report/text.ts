/** Approximate width of a text in pixels at the drawings' standard size. */
export function textWidth(text: string): number {
  return 6.8 * text.length;
}

/** The text, or its beginning and an ellipsis where it has more than `characters`. */
export function shorten(text: string, characters: number): string {
  return text.length <= characters ? text : `${text.slice(0, characters - 1).trimEnd()}…`;
}
