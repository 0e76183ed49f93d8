import { everyBlock } from "./blocks.ts";

/** The bits of 1 in float32. Up to it bits rise with the value; NaN, what is above 1 and what is below 0 have larger ones. */
const BITS_OF_ONE = 0x3f800000;

/**
 * Whether all values lie in [0, 1], by their bits, which is several times as fast as by their values. False too where a value
 * is −0: then the values themselves decide.
 */
export function areBitsWithinUnit(values: Float32Array): boolean {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return everyBlock(bits.length, (from, to) => areWithinUnit(bits, from, to));
}

function areWithinUnit(bits: Uint32Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bits[i] > BITS_OF_ONE) return false;
  return true;
}
