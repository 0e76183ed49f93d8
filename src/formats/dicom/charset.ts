/**
 * Decodes text of a DICOM file (PS3.5, section 6.1 and annexes H to K).
 *
 * @param bytes the value
 * @param sets the values of (0008,0005) SpecificCharacterSet; none means ASCII. A set that softdice does not know, and
 *   bytes beyond ASCII where ASCII was declared, are read as UTF-8 if they are valid UTF-8 and as ISO 8859-1 otherwise:
 *   a name with a wrong accent is better than no contours.
 */
export function decodeText(bytes: Uint8Array, sets: readonly string[]): string {
  if (bytes.every((byte) => byte < 0x80 && byte !== ESCAPE)) return ascii(bytes);
  const initial = DECODERS.get(sets[0] ?? "") ?? DECODERS.get(sets[1] ?? "") ?? undeclared;
  return sets.some((set) => set.startsWith("ISO 2022")) ? decodeEscapes(bytes, initial) : initial(bytes);
}

type Decoder = (bytes: Uint8Array) => string;

const ESCAPE = 0x1b;

const label =
  (name: string): Decoder =>
  (bytes) =>
    new TextDecoder(name).decode(bytes);

const undeclared: Decoder = (bytes) => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("iso-8859-1").decode(bytes);
  }
};

const SINGLE_BYTE: readonly (readonly [number: number, decoder: Decoder])[] = [
  [100, label("iso-8859-1")],
  [101, label("iso-8859-2")],
  [109, label("iso-8859-3")],
  [110, label("iso-8859-4")],
  [144, label("iso-8859-5")],
  [127, label("iso-8859-6")],
  [126, label("iso-8859-7")],
  [138, label("iso-8859-8")],
  [148, label("iso-8859-9")],
  [203, label("iso-8859-15")],
  [166, label("windows-874")],
  [13, label("shift_jis")],
];

const DECODERS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ...SINGLE_BYTE.map(([number, decoder]) => [`ISO_IR ${number}`, decoder] as const),
  ...SINGLE_BYTE.map(([number, decoder]) => [`ISO 2022 IR ${number}`, decoder] as const),
  ["ISO_IR 192", label("utf-8")],
  ["GB18030", label("gb18030")],
  ["GBK", label("gbk")],
  // Without the escape sequence that should stand before them; both hold ASCII too.
  ["ISO 2022 IR 58", label("gbk")],
  ["ISO 2022 IR 149", label("euc-kr")],
]);

/** Decoders of the code elements that an escape sequence (the bytes after ESC, as text) calls up. */
const ESCAPES: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ["(B", undeclared],
  ["(J", label("shift_jis")],
  [")I", label("shift_jis")],
  ["-A", label("iso-8859-1")],
  ["-B", label("iso-8859-2")],
  ["-C", label("iso-8859-3")],
  ["-D", label("iso-8859-4")],
  ["-L", label("iso-8859-5")],
  ["-G", label("iso-8859-6")],
  ["-F", label("iso-8859-7")],
  ["-H", label("iso-8859-8")],
  ["-M", label("iso-8859-9")],
  ["-b", label("iso-8859-15")],
  ["-T", label("windows-874")],
  ["$B", (bytes) => label("euc-jp")(bytes.map((byte) => (byte > 0x20 ? byte | 0x80 : byte)))],
  ["$(D", (bytes) => label("euc-jp")(prefixPairs(bytes))],
  ["$)C", label("euc-kr")],
  ["$)A", label("gbk")],
]);

/** ISO 2022: runs of bytes, each read with the code element that the escape sequence before it called up. */
function decodeEscapes(bytes: Uint8Array, initial: Decoder): string {
  let text = "";
  let decoder = initial;
  let start = 0;
  for (let i = 0; i <= bytes.length; i++) {
    if (i < bytes.length && bytes[i] !== ESCAPE) continue;
    text += decoder(bytes.subarray(start, i));
    const length = bytes[i + 1] === 0x24 && bytes[i + 2] !== 0x42 ? 3 : 2;
    const sequence = ascii(bytes.subarray(i + 1, i + 1 + length));
    decoder = ESCAPES.get(sequence) ?? initial;
    start = Math.min(bytes.length, i + 1 + length);
  }
  return text;
}

/** JIS X 0212 pairs as EUC-JP spells them: 0x8F before each pair, both bytes with the upper bit. */
function prefixPairs(bytes: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (let i = 0; i + 1 < bytes.length; i += 2) out.push(0x8f, bytes[i] | 0x80, bytes[i + 1] | 0x80);
  return Uint8Array.from(out);
}

function ascii(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
