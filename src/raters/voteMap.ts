import { checkBinary, checkNumber, checkSameLength, type Numbers } from "../core/check.ts";
import { askForMemory } from "../core/budget.ts";
import type { Box } from "../image/crop.ts";
import type { Triple } from "../image/grid.ts";
import { PatternTable } from "./patternTable.ts";
import { asWords, nextMarked } from "../image/words.ts";

/** The number of each voxel's pattern, in the smallest type that holds them all. */
type PatternNumbers = Uint8Array | Uint16Array | Uint32Array;

/** Memory that a consensus takes for a voxel: a mask, the votes, maps in single and one in double precision. */
const bytesPerVoxel = 24;

/**
 * Who marked which voxel, for any number of observers. Voxels that the same observers marked show one *pattern*; patterns
 * are numbered from 0, the pattern that nobody marked, as they come up. A mask that is added splits those patterns of
 * which it holds a part, so there are never more patterns than marked voxels, and a mask costs what it marks. A voxel
 * takes one byte as long as there are at most 256 patterns, two up to 65 536, then four. Masks need not be kept.
 */
export class VoteMap {
  /** N: voxels of the domain. */
  readonly voxels: number;
  #numbers: PatternNumbers;
  #raters = 0;
  /** Voxels of each pattern, and ⌈R / 8⌉ arrays of votes, eight observers a byte; longer than there are patterns. */
  #counts = new Float64Array(64);
  #planes: Uint8Array[] = [];
  #patterns = 1;
  /** All that anyone marked lies between these voxels, multiples of four. */
  #span = { start: Infinity, end: 0 };

  constructor(voxels: number) {
    checkNumber("voxels", voxels, (n) => Number.isInteger(n) && n > 0, "a positive integer");
    askForMemory("the consensus", voxels * bytesPerVoxel);
    this.voxels = voxels;
    this.#numbers = new Uint8Array(4 * Math.ceil(voxels / 4));
    this.#counts[0] = voxels;
  }

  /** R: observers so far. */
  get raters(): number {
    return this.#raters;
  }

  /** Voxels of each pattern: P values, positive but for pattern 0. */
  get counts(): Float64Array {
    return this.#counts.slice(0, this.#patterns);
  }

  /** Who voted for each of the P patterns. */
  get table(): PatternTable {
    const planes = this.#planes.map((plane) => plane.slice(0, this.#patterns));
    return new PatternTable(this.#patterns, this.#raters, planes);
  }

  /**
   * Enters the next observer's mask.
   *
   * @param mask N values, 0 or 1
   * @param name what an error calls the mask
   * @throws SoftdiceError for another length and for values other than 0 and 1; the map is as before then
   */
  add(mask: Numbers, name: string = `raters[${this.#raters}]`): void {
    checkSameLength(name, mask, "the vote map", { length: this.voxels });
    const words = wordsOf(name, mask);
    const inside = new Float64Array(this.#patterns);
    const numbers = this.#numbers;
    const first = nextMarked(words, 0);
    let [seen, last] = [0, -1];
    for (let w = first; w < words.length; w = nextMarked(words, w + 1)) {
      seen |= words[w];
      last = w;
      for (let i = 4 * w, rest = words[w]; rest !== 0; i++, rest >>>= 8) inside[numbers[i]] += rest & 1;
    }
    if ((seen & 0xfefefefe) !== 0) checkBinary(name, mask);
    this.#span = {
      start: Math.min(this.#span.start, 4 * first),
      end: Math.max(this.#span.end, 4 * (last + 1)),
    };
    this.#enter(words.subarray(0, last + 1), this.#split(inside));
    this.#raters += 1;
  }

  /**
   * Splits the patterns of which the next observer marked `inside` voxels, or gives them the observer's vote where that is
   * all of them.
   *
   * @returns the pattern that the marked voxels of each former pattern have now
   */
  #split(inside: Float64Array): Uint32Array {
    const [plane, bit] = [this.#raters >> 3, 1 << (this.#raters & 7)];
    if (this.#planes.length === plane) this.#planes.push(new Uint8Array(this.#counts.length));
    const becomes = new Uint32Array(inside.length);
    for (let p = 0; p < inside.length; p++) {
      if (inside[p] === 0) continue;
      if (p > 0 && inside[p] === this.#counts[p]) {
        becomes[p] = p;
      } else {
        becomes[p] = this.#patterns;
        this.#copyPattern(p);
        this.#counts[p] -= inside[p];
        this.#counts[becomes[p]] = inside[p];
      }
      this.#planes[plane][becomes[p]] |= bit;
    }
    return becomes;
  }

  /** A new pattern with the votes of pattern p. */
  #copyPattern(p: number): void {
    if (this.#patterns === this.#counts.length) {
      this.#counts = lengthened(this.#counts, new Float64Array(2 * this.#patterns));
      this.#planes = this.#planes.map((plane) => lengthened(plane, new Uint8Array(2 * this.#patterns)));
    }
    for (const plane of this.#planes) plane[this.#patterns] = plane[p];
    this.#patterns += 1;
  }

  /** Gives the marked voxels their new patterns. */
  #enter(words: Uint32Array, becomes: Uint32Array): void {
    if (this.#patterns > 256 && this.#numbers instanceof Uint8Array)
      this.#numbers = Uint16Array.from(this.#numbers);
    if (this.#patterns > 65536 && this.#numbers instanceof Uint16Array)
      this.#numbers = Uint32Array.from(this.#numbers);
    const numbers = this.#numbers;
    for (let w = nextMarked(words, 0); w < words.length; w = nextMarked(words, w + 1)) {
      for (let i = 4 * w, rest = words[w]; rest !== 0; i++, rest >>>= 8) {
        if ((rest & 1) === 1) numbers[i] = becomes[numbers[i]];
      }
    }
  }

  /** The number of voxel i's pattern. */
  patternAt(i: number): number {
    return this.#numbers[i];
  }

  /** Visits the voxels that anybody marked, by rising number, with their patterns. */
  forEachMarked(visit: (voxel: number, pattern: number) => void): void {
    const numbers = this.#numbers;
    const { words, first, inWord } = this.#markedWords();
    for (let w = nextMarked(words, first); w < words.length; w = nextMarked(words, w + 1)) {
      for (let i = inWord * w; i < inWord * (w + 1); i++) if (numbers[i] !== 0) visit(i, numbers[i]);
    }
  }

  /**
   * Writes to each voxel of `out` the value of its pattern.
   *
   * @param values one a pattern
   * @param out N zeros
   */
  expand<T extends Uint8Array | Float32Array | Float64Array>(values: Numbers, out: T): T {
    const numbers = this.#numbers;
    const { words, first, inWord } = this.#markedWords();
    // Memory that stays untouched costs nothing.
    if (values[0] !== 0) out.fill(values[0]);
    for (let w = nextMarked(words, first); w < words.length; w = nextMarked(words, w + 1)) {
      const end = Math.min(inWord * (w + 1), out.length);
      for (let i = inWord * w; i < end; i++) if (numbers[i] !== 0) out[i] = values[numbers[i]];
    }
    return out;
  }

  /** The part of the map inside a box of the image of this shape; its patterns have the same numbers. */
  crop(shape: Triple, { start, end }: Box): VoteMap {
    const [width, height, depth] = [end[0] - start[0], end[1] - start[1], end[2] - start[2]];
    const part = new VoteMap(width * height * depth);
    part.#raters = this.#raters;
    part.#patterns = this.#patterns;
    part.#planes = this.#planes.map((plane) => plane.slice());
    part.#span = { start: 0, end: part.#numbers.length };
    part.#counts = new Float64Array(this.#counts.length);
    part.#numbers = new (this.#numbers.constructor as new (length: number) => PatternNumbers)(
      part.#numbers.length,
    );
    for (let row = 0; row < height * depth; row++) {
      const j = start[1] + (row % height);
      const k = start[2] + Math.floor(row / height);
      const at = start[0] + shape[0] * (j + shape[1] * k);
      part.#numbers.set(this.#numbers.subarray(at, at + width), row * width);
    }
    for (let i = 0; i < part.voxels; i++) part.#counts[part.#numbers[i]] += 1;
    return part;
  }

  /** The mask of observer k: N values, 0 or 1. */
  mask(k: number): Uint8Array {
    const [plane, shift] = [this.#planes[k >> 3], k & 7];
    const votes = plane.subarray(0, this.#patterns).map((bits) => (bits >> shift) & 1);
    return this.expand(votes, new Uint8Array(this.voxels));
  }

  /** The patterns' numbers as words, up to the last that holds a marked voxel, and the first that does. */
  #markedWords(): { readonly words: Uint32Array; readonly first: number; readonly inWord: number } {
    const inWord = 4 / this.#numbers.BYTES_PER_ELEMENT;
    const { start, end } = this.#span;
    const words = new Uint32Array(this.#numbers.buffer, 0, end / inWord);
    return { words, first: Math.min(start / inWord, words.length), inWord };
  }

  /** Other than 0 where any observer marked the voxel: N values. */
  union(): PatternNumbers {
    return this.#numbers.subarray(0, this.voxels);
  }
}

function lengthened<T extends Uint8Array | Float64Array>(values: T, into: T): T {
  into.set(values);
  return into;
}

/** A mask as words of four voxels, without a copy where its memory allows; the last word is filled up with zeros. */
function wordsOf(name: string, mask: Numbers): Uint32Array {
  if (!(mask instanceof Uint8Array)) checkBinary(name, mask);
  const words = mask instanceof Uint8Array ? asWords(mask) : undefined;
  return words ?? new Uint32Array(filledUp(mask).buffer);
}

function filledUp(mask: Numbers): Uint8Array {
  const copy = new Uint8Array(4 * Math.ceil(mask.length / 4));
  copy.set(mask);
  return copy;
}
