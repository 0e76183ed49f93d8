import { sharpMarginal } from "../../../src/synthetic/sharp.ts";

/**
 * The sharp case of Theorem 2 that attains both ends, on side × side pixels: v rounded so that its set of measure v² is
 * whole pixels, those nearest to the middle.
 */
export function sharpDisc(v: number, side: number): Float64Array {
  const pixels = side * side;
  const { data } = sharpMarginal(Math.sqrt(Math.max(1, Math.round(v * v * pixels)) / pixels), pixels);
  const middle = (side - 1) / 2;
  const distance = (i: number): number => ((i % side) - middle) ** 2 + (Math.floor(i / side) - middle) ** 2;
  const order = Array.from(data.keys()).sort((a, b) => distance(a) - distance(b) || a - b);
  const out = new Float64Array(data.length);
  for (const [rank, i] of order.entries()) out[i] = data[rank];
  return out;
}
