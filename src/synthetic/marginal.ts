import { checkNumber, checkObject, shown } from "../core/check.ts";
import { SoftdiceError } from "../core/errors.ts";
import { fastestWarp } from "../kernels/warp.ts";
import { ball } from "./ball.ts";
import { blur } from "./blur.ts";
import { GaussianField } from "./gaussianField.ts";
import { PRESETS, type Preset, type PresetName } from "./presets.ts";
import { sampleStream } from "./streams.ts";

/** Which marginal of experiment (S) is made; see {@link syntheticMarginal}. */
export interface SyntheticOptions {
  /** Noise level ρ: standard deviation of the blur, as a fraction of the side; in [0, 0.5]. */
  readonly rho: number;
  /** Seed, an integer ≥ 0; 1 if left out. */
  readonly seed?: number;
  /** Index of the sample, an integer ≥ 0; 0 if left out. */
  readonly sample?: number;
  /** How to read what the paper leaves open; `table1` if left out. */
  readonly preset?: PresetName;
}

/** A marginal of experiment (S). */
export interface SyntheticMarginal {
  /** shape[0] · shape[1] values in [0, 1], rows of x. */
  readonly data: Float32Array;
  readonly shape: readonly [number, number];
}

/**
 * One marginal of experiment (S), section 6.2 and supplement of the paper: (1) a ball, (2) blurred by a Gaussian of
 * standard deviation ρ, (3) deformed by a random Gaussian field: m(x) = m₀(x + d(x)).
 *
 * @example
 * import { syntheticMarginal } from "softdice";
 *
 * const { data, shape } = syntheticMarginal({ rho: 0.05, seed: 1, sample: 0 });
 * data.length === shape[0] * shape[1]; // true
 *
 * @throws SoftdiceError for options out of range
 */
export function syntheticMarginal(options: SyntheticOptions): SyntheticMarginal {
  checkObject("options", options);
  const { rho, seed = 1, sample = 0, preset = "table1" } = options;
  return new SyntheticModel(rho, preset).sample(seed, sample);
}

/** The three steps for one ρ, with everything that samples share computed once. */
export class SyntheticModel {
  readonly rho: number;
  readonly preset: Preset;
  /** Step 1: the ball, n × n values. */
  readonly shape: Float64Array;
  /** Step 2: the blurred ball, n × n values. */
  readonly blurred: Float64Array;
  readonly #field: GaussianField;

  constructor(rho: number, presetName: PresetName = "table1") {
    checkNumber("rho", rho, (value) => value >= 0 && value <= 0.5, "a number in [0, 0.5]");
    if (typeof presetName !== "string" || !Object.hasOwn(PRESETS, presetName)) {
      throw new SoftdiceError({
        subject: "preset",
        problem: `is ${shown(presetName)}`,
        expected: Object.keys(PRESETS).join(" or "),
        remedy: "choose one of these",
      });
    }
    const preset = PRESETS[presetName];
    this.rho = rho;
    this.preset = preset;
    this.shape = ball(preset.size, preset.radius);
    this.blurred = blur(this.shape, preset.size, rho * preset.size);
    this.#field = new GaussianField(preset.size, preset.correlation);
  }

  /** Step 3: the marginal of one sample. */
  sample(seed: number, sample: number): SyntheticMarginal {
    const { size } = this.preset;
    const warp = fastestWarp()(size);
    const data = new Float32Array(size * size);
    this.#displace(seed, sample, warp.dx, warp.dy);
    warp.run(this.blurred, data);
    return { data, shape: [size, size] };
  }

  /**
   * The deformation of one sample, in pixels: two independent fields, each scaled so that its own standard deviation over
   * the pixels is the preset's (docs/theory.md says why each by itself).
   */
  displacement(seed: number, sample: number): { readonly dx: Float64Array; readonly dy: Float64Array } {
    const [dx, dy] = [this.#newField(), this.#newField()];
    this.#displace(seed, sample, dx, dy);
    return { dx, dy };
  }

  /** Writes the deformation of one sample. */
  #displace(seed: number, sample: number, dx: Float64Array, dy: Float64Array): void {
    checkCount("seed", seed);
    checkCount("sample", sample);
    const random = sampleStream(seed, "deformation", this.rho, sample);
    const deviation = this.preset.displacement * this.preset.size;
    this.#field.sampleWithDeviation(random, deviation, dx);
    this.#field.sampleWithDeviation(random, deviation, dy);
  }

  #newField(): Float64Array {
    return new Float64Array(this.preset.size ** 2);
  }

  /**
   * Observers whose marginal is this sample's: each sees the ball through the sample's deformation and one of his own,
   * L(x) = s(x + d(x) + ρ ξ(x)) with ξ a unit Gaussian field, so that x is foreground with the probability that a
   * Gaussian step of standard deviation ρ from x + d(x) ends in the ball: m(x), up to the pixel grid.
   *
   * @returns `count` segmentations of n × n values, 0 or 1
   */
  raters(seed: number, sample: number, count: number): Uint8Array[] {
    checkCount("count", count);
    const { size } = this.preset;
    const { dx, dy } = this.displacement(seed, sample);
    const random = sampleStream(seed, "raters", this.rho, sample);
    const scale = this.rho * size;
    const [ux, uy] = [this.#newField(), this.#newField()];
    return Array.from({ length: count }, () => {
      this.#field.sample(random, scale, ux);
      this.#field.sample(random, scale, uy);
      const out = new Uint8Array(size * size);
      for (let i = 0; i < out.length; i++) {
        const x = Math.round((i % size) + dx[i] + ux[i]);
        const y = Math.round(Math.floor(i / size) + dy[i] + uy[i]);
        out[i] = x >= 0 && x < size && y >= 0 && y < size ? this.shape[y * size + x] : 0;
      }
      return out;
    });
  }
}

function checkCount(name: string, value: number): void {
  checkNumber(name, value, (count) => Number.isSafeInteger(count) && count >= 0, "an integer ≥ 0");
}
