import { checkBinary, checkNumber, checkSameLength, type Numbers } from "../core/check.ts";
import { askForMemory } from "../core/budget.ts";
import { SoftdiceError } from "../core/errors.ts";
import type { Box } from "../image/crop.ts";
import type { Triple } from "../image/grid.ts";

/** The most observers that one vote map holds: their votes at a voxel are the bits of one integer. */
export const maxRaters = 30;

/** Memory that a consensus takes for a voxel: a mask, the votes, maps in single and one in double precision. */
const bytesPerVoxel = 24;

/**
 * Who marked which voxel: one bit a voxel and observer, eight observers in a byte plane. Masks are added one at a
 * time and need not be kept, so R masks take N·⌈R/8⌉ bytes. The *pattern* of a voxel is the integer in [0, 2^R) with
 * bit k set where observer k marked it.
 */
export class VoteMap {
  /** N: voxels of the domain. */
  readonly voxels: number;
  /** Plane b holds observers 8b … 8b + 7, one byte a voxel, four voxels a word; filled up with zeros. */
  readonly #planes: Uint32Array[];
  #raters = 0;

  constructor(voxels: number) {
    checkNumber("voxels", voxels, (n) => Number.isInteger(n) && n > 0, "a positive integer");
    askForMemory("the consensus", voxels * bytesPerVoxel);
    this.voxels = voxels;
    this.#planes = [new Uint32Array(Math.ceil(voxels / 4))];
  }

  /** R: observers so far, at most {@link maxRaters}. */
  get raters(): number {
    return this.#raters;
  }

  /**
   * Enters the next observer's mask.
   *
   * @param mask N values, 0 or 1
   * @param name what an error calls the mask
   * @throws SoftdiceError for another length, for values other than 0 and 1, and for an observer too many; the map is
   * of no use after that
   */
  add(mask: Numbers, name: string = `raters[${this.#raters}]`): void {
    checkSameLength(name, mask, "the vote map", { length: this.voxels });
    if (this.#raters === maxRaters) {
      throw new SoftdiceError({
        subject: name,
        problem: `is observer number ${maxRaters + 1}`,
        expected: `at most ${maxRaters} observers`,
        remedy: "leave some out",
      });
    }
    const words = wordsOf(name, mask);
    if (this.#planes.length <= this.#raters >> 3)
      this.#planes.push(new Uint32Array(Math.ceil(this.voxels / 4)));
    const plane = this.#planes[this.#raters >> 3];
    const shift = this.#raters & 7;
    let seen = 0;
    for (let i = nextMarked(words, 0); i < words.length; i = nextMarked(words, i + 1)) {
      seen |= words[i];
      plane[i] |= words[i] << shift;
    }
    if ((seen & 0xfefefefe) !== 0) checkBinary(name, mask);
    this.#raters += 1;
  }

  /** The pattern of voxel i. */
  at(i: number): number {
    return this.#pattern(i >> 2, (i & 3) * 8);
  }

  /**
   * How many voxels show each pattern, by pattern. Words without a vote, the bulk of most images, are skipped.
   */
  histogram(): Map<number, number> {
    const dense = new Float64Array(2 ** Math.min(this.#raters, 16));
    const sparse = new Map<number, number>();
    const anyone = this.#anyone();
    const onePlane = this.#planes.length === 1;
    for (let word = nextMarked(anyone, 0); word < anyone.length; word = nextMarked(anyone, word + 1)) {
      if (onePlane) {
        const votes = anyone[word];
        dense[votes & 255] += 1;
        dense[(votes >>> 8) & 255] += 1;
        dense[(votes >>> 16) & 255] += 1;
        dense[votes >>> 24] += 1;
      } else {
        for (let shift = 0; shift < 32; shift += 8) {
          const pattern = this.#pattern(word, shift);
          if (pattern < dense.length) dense[pattern] += 1;
          else sparse.set(pattern, (sparse.get(pattern) ?? 0) + 1);
        }
      }
    }
    dense[0] = 0;
    dense.forEach((count, pattern) => count > 0 && sparse.set(pattern, count));
    let marked = 0;
    for (const count of sparse.values()) marked += count;
    return sparse.set(0, this.voxels - marked);
  }

  /**
   * Writes to each voxel of `out` the value of its pattern.
   *
   * @param patterns every pattern that occurs, 0 among them
   * @param values one a pattern
   * @param out N values
   */
  expand<T extends Uint8Array | Float32Array | Float64Array>(patterns: Numbers, values: Numbers, out: T): T {
    const valueOf = new Map(Array.from(patterns, (pattern, p) => [pattern, values[p]]));
    out.fill(valueOf.get(0) ?? 0);
    const dense = Float64Array.from({ length: 256 }, (_, pattern) => valueOf.get(pattern) ?? 0);
    const anyone = this.#anyone();
    for (let word = nextMarked(anyone, 0); word < anyone.length; word = nextMarked(anyone, word + 1)) {
      const end = Math.min(4 * word + 4, this.voxels);
      for (let i = 4 * word; i < end; i++) {
        const pattern = this.at(i);
        out[i] = pattern < 256 ? dense[pattern] : (valueOf.get(pattern) ?? 0);
      }
    }
    return out;
  }

  /** The part of the map inside a box of the image of this shape. */
  crop(shape: Triple, { start, end }: Box): VoteMap {
    const [width, height, depth] = [end[0] - start[0], end[1] - start[1], end[2] - start[2]];
    const part = new VoteMap(width * height * depth);
    part.#raters = this.#raters;
    this.#planes.forEach((plane, b) => {
      part.#planes[b] ??= new Uint32Array(part.#planes[0].length);
      const from = bytes(plane);
      const to = bytes(part.#planes[b]);
      for (let row = 0; row < height * depth; row++) {
        const j = start[1] + (row % height);
        const k = start[2] + Math.floor(row / height);
        const at = start[0] + shape[0] * (j + shape[1] * k);
        to.set(from.subarray(at, at + width), row * width);
      }
    });
    return part;
  }

  /** The mask of observer k: N values, 0 or 1. */
  mask(k: number): Uint8Array {
    const shift = k & 7;
    return bytes(this.#planes[k >> 3])
      .slice(0, this.voxels)
      .map((votes) => (votes >> shift) & 1);
  }

  /** Other than 0 where any observer marked the voxel: N values. */
  union(): Uint8Array {
    return bytes(this.#anyone()).subarray(0, this.voxels);
  }

  /** The planes joined: words that are 0 where nobody marked any of the four voxels. */
  #anyone(): Uint32Array {
    if (this.#planes.length === 1) return this.#planes[0];
    const anyone = this.#planes[0].slice();
    for (const plane of this.#planes.slice(1)) for (let i = 0; i < plane.length; i++) anyone[i] |= plane[i];
    return anyone;
  }

  #pattern(word: number, shift: number): number {
    let pattern = 0;
    for (let b = 0; b < this.#planes.length; b++) {
      pattern |= ((this.#planes[b][word] >>> shift) & 255) << (8 * b);
    }
    return pattern;
  }
}

/** The first word from i on that is not 0, or the number of words: the bulk of most images is passed four words at a time. */
function nextMarked(words: Uint32Array, i: number): number {
  while (i < words.length && words[i] === 0) {
    const skips = i % 4 === 0 && (words[i + 1] | words[i + 2] | words[i + 3]) === 0;
    i += skips ? 4 : 1;
  }
  return Math.min(i, words.length);
}

function bytes(words: Uint32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}

/** A mask as words of four voxels, without a copy where its memory allows; the last word is filled up with zeros. */
function wordsOf(name: string, mask: Numbers): Uint32Array {
  if (!(mask instanceof Uint8Array)) checkBinary(name, mask);
  const aligned =
    mask instanceof Uint8Array && mask.byteOffset % 4 === 0 && mask.length % 4 === 0 ? mask : filledUp(mask);
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
}

function filledUp(mask: Numbers): Uint8Array {
  const copy = new Uint8Array(4 * Math.ceil(mask.length / 4));
  copy.set(mask);
  return copy;
}
