/** Bytes that a file name may have on common systems, less room for an ending and a number. */
const MOST_BYTES = 200;

/**
 * Gives names, such as those of structures, files of their own: a slash, a backslash and control characters become "_",
 * as does what is empty or nothing but dots, and a name that another has already taken, be it in other case, gets " (2)",
 * " (3)", … at its end.
 */
export class FileNames {
  readonly #taken = new Set<string>();

  /** @param reserved names that are not to be given, without ending */
  constructor(reserved: readonly string[] = []) {
    for (const name of reserved) this.#taken.add(name.toLowerCase());
  }

  /** A file name without ending for `name`, never given before. */
  take(name: string): string {
    // oxlint-disable-next-line no-control-regex -- control characters are what is replaced
    const plain = shorten(name.replace(/[/\\\u0000-\u001f\u007f]/gu, "_").replace(/^\.*$/u, "_"));
    let candidate = plain;
    for (let n = 2; this.#taken.has(candidate.toLowerCase()); n++) candidate = `${plain} (${n})`;
    this.#taken.add(candidate.toLowerCase());
    return candidate;
  }
}

/** As many whole characters as fit. */
function shorten(name: string): string {
  const bytes = new Uint8Array(MOST_BYTES);
  const { read } = new TextEncoder().encodeInto(name, bytes);
  return name.slice(0, read);
}
