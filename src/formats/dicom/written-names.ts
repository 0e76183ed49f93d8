/** Bytes that a name may have: a long string (LO) holds 64 characters, and some programs count bytes. */
const MOST_BYTES = 64;
/** Some importers cut names of structures after so many characters. */
const SHORT = 16;

/**
 * Names of structures as they are written: at most 64 bytes of UTF-8, without backslashes and control characters, and no two
 * alike within their first 16 characters, be it in other case. A bracket at the end, which says whose a structure is, stays
 * where a name is shortened; names that would begin alike get "1 ", "2 ", … in front.
 */
export function writtenNames(names: readonly string[]): string[] {
  // oxlint-disable-next-line no-control-regex -- control characters are what is replaced
  const plain = names.map((name) => name.replace(/[\\\u0000-\u001f\u007f]/gu, "_").trim() || "_");
  const start = (name: string): string => [...name].slice(0, SHORT).join("").trimEnd().toLowerCase();
  const counts = new Map<string, number>();
  for (const name of plain) counts.set(start(name), (counts.get(start(name)) ?? 0) + 1);
  const isAlone = (name: string): boolean => counts.get(start(name)) === 1;
  const taken = new Set(plain.filter(isAlone).map(start));
  let n = 0;
  return plain.map((name) => {
    if (isAlone(name)) return shorten(name, MOST_BYTES);
    let numbered: string;
    do numbered = `${(n += 1)} ${name}`;
    while (taken.has(start(numbered)));
    taken.add(start(numbered));
    return shorten(numbered, MOST_BYTES);
  });
}

const encoder = new TextEncoder();

/** At most so many bytes of UTF-8, in whole characters: a bracket at the end stays, what is before it is cut. */
function shorten(name: string, bytes: number): string {
  if (encoder.encode(name).length <= bytes) return name;
  const bracket = /\s*\([^()]*\)$/u.exec(name)?.[0] ?? "";
  const tail = encoder.encode(bracket).length <= bytes / 2 ? `..${bracket}` : "..";
  const head = cut(name.slice(0, name.length - (tail.length - 2)), bytes - encoder.encode(tail).length);
  return `${head.trimEnd()}${tail}`;
}

function cut(text: string, bytes: number): string {
  const { read } = encoder.encodeInto(text, new Uint8Array(bytes));
  return text.slice(0, read);
}
