import type { Convolutions, LayerShape } from "../convolutionContract.ts";
import { convolutionModule } from "./convolutions.generated.ts";
import { instantiate, newMemory } from "./instance.ts";

/** What ../assembly/convolutions.ts exports; pointers are in bytes. */
interface Exports {
  convolve(
    n: number,
    inputs: number,
    outputs: number,
    input: number,
    weights: number,
    bias: number,
    out: number,
    isRectified: boolean,
  ): void;
  addWeightGradient(
    n: number,
    inputs: number,
    outputs: number,
    input: number,
    gradient: number,
    weights: number,
    bias: number,
  ): void;
  rectifyGradient(n: number, planes: number, output: number, gradient: number): void;
  halve(n: number, planes: number, input: number, out: number, scale: number): void;
  double(n: number, planes: number, input: number, out: number, scale: number, isAdded: boolean): void;
}

/** Bytes before the arena: 0 stands for no bias. */
const START = 16;

/** Values that vector loads may reach beyond the last plane. */
const BEYOND = 4;

/** {@link Convolutions} in the memory of a WebAssembly module. */
export class WasmConvolutions implements Convolutions {
  readonly name = "wasm-simd";
  readonly values: Float32Array;
  readonly #run: Exports;

  constructor(length: number) {
    const memory = newMemory(START + 4 * (length + BEYOND), false);
    this.values = new Float32Array(memory.buffer, START, length);
    this.#run = instantiate(convolutionModule, memory) as unknown as Exports;
  }

  convolve(
    { size, inputs, outputs }: LayerShape,
    input: number,
    weights: number,
    bias: number,
    out: number,
    isRectified: boolean,
  ): void {
    const biasAt = bias < 0 ? 0 : at(bias);
    this.#run.convolve(size, inputs, outputs, at(input), at(weights), biasAt, at(out), isRectified);
  }

  addWeightGradient(
    { size, inputs, outputs }: LayerShape,
    input: number,
    gradient: number,
    weights: number,
    bias: number,
  ): void {
    this.#run.addWeightGradient(size, inputs, outputs, at(input), at(gradient), at(weights), at(bias));
  }

  rectifyGradient(size: number, planes: number, output: number, gradient: number): void {
    this.#run.rectifyGradient(size, planes, at(output), at(gradient));
  }

  halve(size: number, planes: number, input: number, out: number, scale: number): void {
    this.#run.halve(size, planes, at(input), at(out), scale);
  }

  double(size: number, planes: number, input: number, out: number, scale: number, isAdded: boolean): void {
    this.#run.double(size, planes, at(input), at(out), scale, isAdded);
  }
}

/** The address in bytes of a value of the arena. */
function at(index: number): number {
  return START + 4 * index;
}
