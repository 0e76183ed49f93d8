/** The bits of a JPEG-LS scan, most significant first; after a byte 0xFF the next has seven (ITU-T T.87, A.1). */
export class BitReader {
  readonly #data: Uint8Array;
  #at: number;
  #byte = 0;
  #left = 0;
  #missing = 0;

  constructor(data: Uint8Array, at: number) {
    this.#data = data;
    this.#at = at;
  }

  /** Whether more bits were asked for than there are before the next marker, or a code was none. */
  get isExhausted(): boolean {
    return this.#missing > 0;
  }

  /** The next bit; 0 once the bits are exhausted. */
  bit(): number {
    if (this.#left === 0) this.#next();
    this.#left -= 1;
    return (this.#byte >> this.#left) & 1;
  }

  /** The next `count` ≤ 16 bits as a number. */
  bits(count: number): number {
    let value = 0;
    for (let n = 0; n < count; n++) value = (value << 1) | this.bit();
    return value;
  }

  /** A limited-length Golomb code of order k (A.5.3). */
  golomb(k: number, limit: number, qbpp: number): number {
    const escape = limit - qbpp - 1;
    let zeros = 0;
    while (zeros < escape && this.bit() === 0 && !this.isExhausted) zeros += 1;
    if (zeros < escape) return (zeros << k) | this.bits(Math.min(k, 16));
    if (this.bit() === 0) this.#missing += 1;
    return this.bits(qbpp) + 1;
  }

  #next(): void {
    const afterFf = this.#at > 0 && this.#byte === 0xff && this.#left === 0;
    const byte = this.#data[this.#at];
    if (byte === undefined || (afterFf && byte >= 0x80)) {
      this.#missing += 1;
      this.#byte = 0;
      this.#left = 8;
      return;
    }
    this.#at += 1;
    this.#byte = byte;
    this.#left = afterFf ? 7 : 8;
  }
}
