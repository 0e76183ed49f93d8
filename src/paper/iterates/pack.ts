import type { Iterates } from "./compute.ts";

/** {@link Iterates} as JSON: probabilities in steps of 1/255, bytes in base64. */
export interface PackedIterates {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly marginal: string;
  readonly soft: readonly { readonly l: number; readonly values: string }[];
  readonly optimum: string;
}

export function packIterates(iterates: Iterates): PackedIterates {
  const { title, width, height, marginal, soft, optimum } = iterates;
  return {
    title,
    width,
    height,
    marginal: pack(marginal),
    soft: soft.map(({ l, values }) => ({ l, values: pack(values) })),
    optimum: pack(optimum),
  };
}

export function unpackIterates(packed: PackedIterates): Iterates {
  const { title, width, height, marginal, soft, optimum } = packed;
  return {
    title,
    width,
    height,
    marginal: unpack(marginal),
    soft: soft.map(({ l, values }) => ({ l, values: unpack(values) })),
    optimum: Uint8Array.from(unpack(optimum)),
  };
}

function pack(values: ArrayLike<number>): string {
  let text = "";
  for (let i = 0; i < values.length; i++) text += String.fromCharCode(Math.round(255 * values[i]));
  return btoa(text);
}

function unpack(base64: string): Float32Array {
  return Float32Array.from(atob(base64), (character) => character.charCodeAt(0) / 255);
}
