/** Bins along [0, 1]. A power of two, so that the bin of a value is exact. */
const BINS = 2 ** 15;

/** Thresholds at the multiples of this part whole classes of every map: finer than a slider has pixels. */
export const THRESHOLD_STEP: number = 1 / BINS;

/** The voxels of a map in classes of nearly equal values. */
export interface MapClasses {
  /** Class of each voxel, classes by rising value; class 0 is m = 0. */
  readonly of: Uint8Array | Uint16Array;
  /** Mean and largest value of each class, P values. */
  readonly mean: Float64Array;
  readonly largest: Float64Array;
  /** Voxels of each class, P values. */
  readonly counts: Float64Array;
  /** Whether the voxels of each class have one value, so that every threshold parts whole classes. */
  readonly isExact: boolean;
}

/**
 * Sorts the voxels of a map by value, in two passes however many different values it has: class 0 holds m = 0, the others
 * (b/32768, (b + 1)/32768], cut further at t and below 1/2. So {m > t}, {m ≥ 1/2} and {m > a} for every multiple a of
 * 1/32768 are made of whole classes, and their voxels and Σ m are exact. Without a sort: 512 × 512 × 200 voxels take a second.
 *
 * @param data N values in [0, 1]
 * @param zeros voxels beyond these N, all of them 0
 * @param t a threshold in [0, 1]
 */
export function mapClasses(data: Float32Array | Float64Array, zeros: number, t: number): MapClasses {
  const binOfT = Math.ceil(t * BINS);
  const slots = CUTS * (BINS + 1);
  const counts = new Float64Array(slots);
  const sums = new Float64Array(slots);
  const least = new Float64Array(slots).fill(1);
  const largest = new Float64Array(slots);
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    const slot = slotOf(value, t, binOfT);
    counts[slot] += 1;
    sums[slot] += value;
    if (value < least[slot]) least[slot] = value;
    if (value > largest[slot]) largest[slot] = value;
  }
  counts[0] += zeros;
  least[0] = 0;
  const filled = [0, ...Array.from(counts.keys()).filter((slot) => slot > 0 && counts[slot] > 0)];
  const classOf = new Uint16Array(slots);
  filled.forEach((slot, p) => (classOf[slot] = p));
  const of = filled.length <= 256 ? new Uint8Array(data.length) : new Uint16Array(data.length);
  for (let i = 0; i < data.length; i++) of[i] = classOf[slotOf(data[i], t, binOfT)];
  const pick = (value: (slot: number) => number): Float64Array => Float64Array.from(filled, value);
  const isOne = (slot: number): boolean => least[slot] === largest[slot];
  return {
    of,
    mean: pick((slot) => (isOne(slot) ? largest[slot] : sums[slot] / counts[slot])),
    largest: pick((slot) => largest[slot]),
    counts: pick((slot) => counts[slot]),
    isExact: filled.every(isOne),
  };
}

/** Slots of a bin: up to t, above it, and from 1/2 on. */
const CUTS = 3;

/** Slots are in the order of their values. */
function slotOf(value: number, t: number, binOfT: number): number {
  const bin = Math.ceil(value * BINS);
  const slot = CUTS * bin;
  if (bin !== binOfT && bin !== BINS / 2) return slot;
  return slot + (bin === binOfT && value > t ? 1 : 0) + (bin === BINS / 2 && value >= 0.5 ? 1 : 0);
}
