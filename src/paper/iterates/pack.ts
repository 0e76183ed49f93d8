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
    marginal: packProbabilities(marginal),
    soft: soft.map(({ l, values }) => ({ l, values: packProbabilities(values) })),
    optimum: packProbabilities(optimum),
  };
}

export function unpackIterates(packed: PackedIterates): Iterates {
  const { title, width, height, marginal, soft, optimum } = packed;
  return {
    title,
    width,
    height,
    marginal: unpackProbabilities(marginal),
    soft: soft.map(({ l, values }) => ({ l, values: unpackProbabilities(values) })),
    optimum: Uint8Array.from(unpackProbabilities(optimum)),
  };
}

/** Probabilities in steps of 1/255 as base64. */
export function packProbabilities(values: ArrayLike<number>): string {
  let text = "";
  for (let i = 0; i < values.length; i++) text += String.fromCharCode(Math.round(255 * values[i]));
  return btoa(text);
}

export function unpackProbabilities(base64: string): Float32Array {
  return Float32Array.from(atob(base64), (character) => character.charCodeAt(0) / 255);
}
