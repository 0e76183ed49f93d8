/** Bytes that a name may have: a long string (LO) holds 64 characters, and some programs count bytes. */
const MOST_BYTES = 64;
/**
 * Names of structures as they are written: at most 64 bytes of UTF-8, without backslashes and control characters. A bracket
 * at the end, which says whose a structure is, stays where a name is shortened. Names that only shortening made alike get
 * "1 ", "2 ", … in front.
 *
 * @param within characters within which all names are to differ, be it in other case: some importers cut them, after 16 for
 *   instance. Names that begin alike get numbers in front then, too.
 */
export function writtenNames(names: readonly string[], within?: number): string[] {
  // oxlint-disable-next-line no-control-regex -- control characters are what is replaced
  const plain = names.map((name) => name.replace(/[\\\u0000-\u001f\u007f]/gu, "_").trim() || "_");
  const start = (name: string): string =>
    within === undefined ? shorten(name) : name.slice(0, within).trimEnd().toLowerCase();
  const beginnings = new Map<string, string[]>();
  for (const name of plain) beginnings.set(start(name), [...(beginnings.get(start(name)) ?? []), name]);
  const isAlone = (name: string): boolean => {
    const alike = beginnings.get(start(name)) ?? [];
    return within === undefined ? alike.every((other) => other === name) : alike.length === 1;
  };
  const taken = new Set(plain.filter(isAlone).map(start));
  let n = 0;
  return plain.map((name) => {
    if (isAlone(name)) return shorten(name);
    let numbered: string;
    do numbered = `${(n += 1)} ${name}`;
    while (taken.has(start(numbered)));
    taken.add(start(numbered));
    return shorten(numbered);
  });
}

const encoder = new TextEncoder();

/** At most 64 bytes of UTF-8, in whole characters: a bracket at the end stays, what is before it is cut. */
function shorten(name: string): string {
  if (encoder.encode(name).length <= MOST_BYTES) return name;
  const bracket = /\s*\([^()]*\)$/u.exec(name)?.[0] ?? "";
  const isKept = encoder.encode(bracket).length <= MOST_BYTES / 2;
  const tail = isKept ? `..${bracket}` : "..";
  const body = isKept ? name.slice(0, name.length - bracket.length) : name;
  return `${cut(body, MOST_BYTES - encoder.encode(tail).length).trimEnd()}${tail}`;
}

function cut(text: string, bytes: number): string {
  const { read } = encoder.encodeInto(text, new Uint8Array(bytes));
  return text.slice(0, read);
}
