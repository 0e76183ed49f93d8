const MEAN_DECAY = 0.9;
const SQUARE_DECAY = 0.999;
const EPSILON = 1e-8;

/**
 * Adam (Kingma & Ba, "Adam: a method for stochastic optimization", ICLR 2015), Algorithm 1, with moments in float64 and
 * parameters in float32:
 *
 *     m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²,   θ ← θ − rate · m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)
 *
 * with β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
 */
export class Adam {
  readonly #mean: Float64Array;
  readonly #square: Float64Array;
  #meanDecayed = 1;
  #squareDecayed = 1;

  /** @param count number of parameters */
  constructor(count: number) {
    this.#mean = new Float64Array(count);
    this.#square = new Float64Array(count);
  }

  /** Moves the parameters one step against their gradient. */
  step(parameters: Float32Array, gradient: Float32Array, rate: number): void {
    const mean = this.#mean;
    const square = this.#square;
    this.#meanDecayed *= MEAN_DECAY;
    this.#squareDecayed *= SQUARE_DECAY;
    const meanScale = rate / (1 - this.#meanDecayed);
    const squareScale = 1 / (1 - this.#squareDecayed);
    for (let k = 0; k < parameters.length; k++) {
      const g = gradient[k];
      mean[k] = MEAN_DECAY * mean[k] + (1 - MEAN_DECAY) * g;
      square[k] = SQUARE_DECAY * square[k] + (1 - SQUARE_DECAY) * g * g;
      parameters[k] -= (meanScale * mean[k]) / (Math.sqrt(square[k] * squareScale) + EPSILON);
    }
  }
}
