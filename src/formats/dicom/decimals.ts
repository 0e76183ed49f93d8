/** 10^0 … 10^22, the powers of ten that a double holds exactly. */
const POWER_OF_TEN = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));

const BACKSLASH = 0x5c;
const SPACE = 0x20;

/**
 * Reads the numbers of a DS or IS value: decimal strings between backslashes, each padded by blanks or zero bytes,
 * with sign, point and exponent as the writer liked. An empty value gives no numbers; an empty or malformed string
 * among others gives NaN.
 *
 * A mantissa below 2^53 times or over an exact power of ten is correctly rounded (Clinger, "How to read floating point
 * numbers accurately", 1990); anything else goes through `Number`.
 */
export function parseDecimals(bytes: Uint8Array): Float64Array {
  let end = bytes.length;
  while (end > 0 && isPadding(bytes[end - 1])) end -= 1;
  if (end === 0) return new Float64Array(0);
  let count = 1;
  for (let i = 0; i < end; i++) if (bytes[i] === BACKSLASH) count += 1;
  const out = new Float64Array(count);
  let start = 0;
  for (let n = 0; n < count; n++) {
    let stop = start;
    while (stop < end && bytes[stop] !== BACKSLASH) stop += 1;
    out[n] = parseDecimal(bytes, start, stop);
    start = stop + 1;
  }
  return out;
}

/** The number that bytes[start … end) spell; NaN if they spell none. */
function parseDecimal(bytes: Uint8Array, start: number, end: number): number {
  while (start < end && isPadding(bytes[start])) start += 1;
  while (end > start && isPadding(bytes[end - 1])) end -= 1;
  let i = start;
  const negative = bytes[i] === 0x2d;
  if (negative || bytes[i] === 0x2b) i += 1;
  let mantissa = 0;
  let digits = 0;
  let decimals = 0;
  let pointSeen = false;
  for (; i < end; i++) {
    const digit = bytes[i] - 0x30;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digits += 1;
      if (pointSeen) decimals += 1;
    } else if (bytes[i] === 0x2e && !pointSeen) {
      pointSeen = true;
    } else {
      return parseSlowly(bytes, start, end);
    }
  }
  if (digits === 0 || !(mantissa < 2 ** 53) || decimals > 22) return parseSlowly(bytes, start, end);
  const value = mantissa / POWER_OF_TEN[decimals];
  return negative ? -value : value;
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/u;

function parseSlowly(bytes: Uint8Array, start: number, end: number): number {
  const text = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 64)));
  return end - start <= 64 && DECIMAL.test(text) ? Number(text) : Number.NaN;
}

function isPadding(byte: number): boolean {
  return byte === SPACE || byte === 0 || (byte >= 0x09 && byte <= 0x0d);
}
