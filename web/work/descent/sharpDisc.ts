import { sharpMarginal } from "../../../src/synthetic/sharp.ts";

/** The sharp case of Theorem 2 on side × side pixels, its set of measure v² the pixels nearest to the middle. */
export function sharpDisc(v: number, side: number): Float64Array {
  const { data } = sharpMarginal(v, side * side);
  const middle = (side - 1) / 2;
  const distance = (i: number): number => ((i % side) - middle) ** 2 + (Math.floor(i / side) - middle) ** 2;
  const order = Array.from(data.keys()).sort((a, b) => distance(a) - distance(b) || a - b);
  const out = new Float64Array(data.length);
  for (const [rank, i] of order.entries()) out[i] = data[rank];
  return out;
}
