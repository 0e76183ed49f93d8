/** Bytes that a file name may have on common systems, less room for an ending and a number. */
const MOST_BYTES = 200;

/** What some disk refuses in a name, or a terminal takes for a command. */
// oxlint-disable-next-line no-control-regex -- control characters are what is replaced
const REFUSED = /[/\\:"*?<>|\u0000-\u001f\u007f-\u009f\u2028\u2029]/gu;
/** Characters without a look of their own, marks of direction among them. */
const INVISIBLE = /[\p{Cf}\p{Cs}]/gu;
/** Names of devices on Windows, whatever the ending. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=$|\.)/iu;

/**
 * Gives names, such as those of structures, files of their own that every disk takes: slashes, control characters and what
 * Windows refuses become "_", as does what is empty or nothing but dots; invisible characters, blanks at the ends and dots
 * at the end are left out, and names of devices get "_" behind them. A name that another has already taken, be it in other
 * case or another normal form of Unicode, gets " (2)", " (3)", … at its end.
 */
export class FileNames {
  readonly #taken = new Set<string>();

  /** @param reserved names that are not to be given, without ending */
  constructor(reserved: readonly string[] = []) {
    for (const name of reserved) this.#taken.add(keyOf(name));
  }

  /** A file name without ending for `name`, never given before. */
  take(name: string): string {
    const plain = safe(name);
    let candidate = plain;
    for (let n = 2; this.#taken.has(keyOf(candidate)); n++) candidate = `${plain} (${n})`;
    this.#taken.add(keyOf(candidate));
    return candidate;
  }
}

function safe(name: string): string {
  const plain = name.normalize("NFC").replace(REFUSED, "_").replace(INVISIBLE, "").replace(/^\.*$/u, "_");
  const trimmed = shorten(plain.trim()).replace(/[. ]+$/u, "");
  return (trimmed === "" ? "_" : trimmed).replace(DEVICE, (device) => `${device}_`);
}

/** What is the same for names that are one file on some disk. */
function keyOf(name: string): string {
  return name.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFC");
}

/** As many whole characters as fit. */
function shorten(name: string): string {
  const bytes = new Uint8Array(MOST_BYTES);
  const { read } = new TextEncoder().encodeInto(name, bytes);
  return name.slice(0, read);
}
