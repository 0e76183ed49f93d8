import type { Random } from "../core/random.ts";
import {
  pixelAt,
  planeLength,
  transposeWeights,
  weightCount,
  type Convolutions,
} from "../kernels/convolutionContract.ts";
import { openConvolutions } from "../kernels/convolutions.ts";
import { planUnet, type Layer, type Level, type UnetPlan, type UnetShape } from "./plan.ts";

/**
 * A small U-Net (Ronneberger, Fischer & Brox, "U-Net", MICCAI 2015) from an image of n × n pixels to n × n logits: at each
 * level two 3 × 3 convolutions with ReLU, mean pooling on the way down, nearest upsampling and concatenation on the way up,
 * a 1 × 1 convolution at the end. It holds the planes of a whole batch, so that a loss over the batch sees all logits before
 * the first gradient is taken.
 */
export class Unet {
  readonly size: number;
  readonly #plan: UnetPlan;
  readonly #run: Convolutions;
  /** All weights and biases. */
  readonly parameters: Float32Array;
  /** The gradient with respect to {@link parameters}, summed over the calls of {@link backward} since it was cleared. */
  readonly gradient: Float32Array;
  // Places in the arena: parameters, their gradient, transposed weights of one layer each, planes of gradients, of images.
  readonly #parametersAt = 0;
  readonly #gradientAt: number;
  readonly #transposedAt: number;
  readonly #gradientPlanesAt: number;
  readonly #imagesAt: number;

  /**
   * @param batch images whose planes are kept
   * @param open makes the arena
   */
  constructor(shape: UnetShape, batch: number, open: (length: number) => Convolutions = openConvolutions) {
    this.size = shape.size;
    this.#plan = planUnet(shape);
    const { parameterCount, planesLength } = this.#plan;
    const room = 4 * Math.ceil(parameterCount / 4);
    this.#gradientAt = room;
    this.#transposedAt = 2 * room;
    this.#gradientPlanesAt = 3 * room;
    this.#imagesAt = this.#gradientPlanesAt + planesLength;
    this.#run = open(this.#imagesAt + batch * planesLength);
    const { values } = this.#run;
    this.parameters = values.subarray(0, parameterCount);
    this.gradient = values.subarray(this.#gradientAt, this.#gradientAt + parameterCount);
  }

  /**
   * Weights from a normal distribution of variance 2 / fan-in (He, Zhang, Ren & Sun, "Delving deep into rectifiers", ICCV
   * 2015), biases 0.
   */
  initialise(random: Random): void {
    const draw = (at: number, count: number, fanIn: number): void => {
      const deviation = Math.sqrt(2 / fanIn);
      for (let k = 0; k < count; k++) this.parameters[at + k] = deviation * random.normal();
    };
    this.parameters.fill(0);
    for (const { down, up } of this.#plan.levels) {
      for (const { shape, weights } of [...down, ...(up?.layers ?? [])]) {
        draw(weights, weightCount(shape), 9 * shape.inputs);
      }
    }
    const { channels, weights } = this.#plan.head;
    draw(weights, channels, channels);
  }

  /**
   * Writes the logits of an image to `logits`, n² values, row by row.
   *
   * @param slot place in the batch, whose planes are overwritten
   */
  forward(slot: number, image: Float32Array, logits: Float64Array): void {
    const planes = this.#planesOf(slot);
    const { levels } = this.#plan;
    this.#putImage(planes + levels[0].input, image);
    levels.forEach((level, k) => {
      if (k > 0) {
        const above = levels[k - 1];
        this.#run.halve(level.size, above.channels, planes + above.encoded, planes + level.input, 1 / 4);
      }
      this.#convolve(level.down[0], planes + level.input, planes + level.hidden);
      this.#convolve(level.down[1], planes + level.hidden, planes + level.encoded);
    });
    for (let k = levels.length - 2; k >= 0; k--) {
      const { up } = levels[k];
      if (up === undefined) continue;
      const below = levels[k + 1];
      this.#run.double(below.size, below.channels, planes + topOf(below), planes + up.joined, 1, false);
      this.#convolve(up.layers[0], planes + up.joined, planes + up.hidden);
      this.#convolve(up.layers[1], planes + up.hidden, planes + up.decoded);
    }
    this.#applyHead(planes + topOf(levels[0]), logits);
  }

  /** Sets {@link gradient} to 0. */
  clearGradient(): void {
    this.gradient.fill(0);
  }

  /**
   * Adds to {@link gradient} what an image contributes.
   *
   * @param slot where {@link forward} kept its planes, with the parameters of now
   * @param gradient of the loss with respect to its n² logits
   */
  backward(slot: number, gradient: Float64Array): void {
    const planes = this.#planesOf(slot);
    const { levels } = this.#plan;
    const g = this.#gradientPlanesAt;
    this.#reverseHead(planes + topOf(levels[0]), g + topOf(levels[0]), gradient);
    levels.slice(0, -1).forEach(({ up }, k) => {
      if (up === undefined) return;
      const below = levels[k + 1];
      this.#reverse(up.layers[1], planes, up.hidden, up.decoded, true);
      this.#reverse(up.layers[0], planes, up.joined, up.hidden, true);
      this.#run.halve(below.size, below.channels, g + up.joined, g + topOf(below), 1);
    });
    for (let k = levels.length - 1; k >= 0; k--) {
      const { input, hidden, encoded, size, down } = levels[k];
      this.#reverse(down[1], planes, hidden, encoded, true);
      this.#reverse(down[0], planes, input, hidden, k > 0);
      if (k === 0) return;
      const above = levels[k - 1];
      this.#run.double(size, above.channels, g + input, g + above.encoded, 1 / 4, true);
    }
  }

  #planesOf(slot: number): number {
    return this.#imagesAt + slot * this.#plan.planesLength;
  }

  #convolve({ shape, weights, bias }: Layer, input: number, output: number): void {
    this.#run.convolve(shape, input, this.#parametersAt + weights, this.#parametersAt + bias, output, true);
  }

  /** From the gradient of a layer's output to those of its parameters and, where it is needed, of its input. */
  #reverse(layer: Layer, planes: number, input: number, output: number, isInputNeeded: boolean): void {
    const { shape, weights, bias } = layer;
    const { values } = this.#run;
    const g = this.#gradientPlanesAt;
    this.#run.rectifyGradient(shape.size, shape.outputs, planes + output, g + output);
    const parameters = this.#gradientAt;
    this.#run.addWeightGradient(shape, planes + input, g + output, parameters + weights, parameters + bias);
    if (!isInputNeeded) return;
    const count = weightCount(shape);
    const transposed = values.subarray(this.#transposedAt, this.#transposedAt + count);
    transposeWeights(shape, this.parameters.subarray(weights, weights + count), transposed);
    const back = { size: shape.size, inputs: shape.outputs, outputs: shape.inputs };
    this.#run.convolve(back, g + output, this.#transposedAt, -1, g + input, false);
  }

  #putImage(at: number, image: Float32Array): void {
    const { values } = this.#run;
    for (let y = 0; y < this.size; y++) {
      values.set(image.subarray(y * this.size, (y + 1) * this.size), at + pixelAt(this.size, y, 0));
    }
  }

  #applyHead(planes: number, logits: Float64Array): void {
    const { channels, weights } = this.#plan.head;
    const { values } = this.#run;
    logits.fill(this.parameters[weights + channels]);
    for (let c = 0; c < channels; c++) {
      const weight = this.parameters[weights + c];
      const plane = planes + c * planeLength(this.size);
      for (let y = 0; y < this.size; y++) {
        const row = plane + pixelAt(this.size, y, 0);
        for (let x = 0; x < this.size; x++) logits[y * this.size + x] += weight * values[row + x];
      }
    }
  }

  #reverseHead(planes: number, gradientPlanes: number, gradient: Float64Array): void {
    const { channels, weights } = this.#plan.head;
    const { values } = this.#run;
    for (let c = 0; c < channels; c++) {
      const weight = this.parameters[weights + c];
      const plane = c * planeLength(this.size);
      let sum = 0;
      for (let y = 0; y < this.size; y++) {
        const row = plane + pixelAt(this.size, y, 0);
        for (let x = 0; x < this.size; x++) {
          const g = gradient[y * this.size + x];
          sum += g * values[planes + row + x];
          values[gradientPlanes + row + x] = g * weight;
        }
      }
      this.gradient[weights + c] += sum;
    }
    let sum = 0;
    for (const g of gradient) sum += g;
    this.gradient[weights + channels] += sum;
  }
}

/** The planes that a level gives upwards: decoded ones, or at the lowest level the encoded ones. */
function topOf({ up, encoded }: Level): number {
  return up?.decoded ?? encoded;
}
