/** Pixels of turning that make a step: a notch of a mouse wheel has 100 to 120, and is one step. */
const PIXELS_PER_STEP = 100;

/** What a line and a page of turning are in pixels, for devices that count in them. */
const LINE_PIXELS = 100 / 3;
const PAGE_PIXELS = 300;

/** A pause after which what was left over is forgotten, in ms. */
const PAUSE_MS = 250;

/** What of a wheel event matters. */
export interface WheelTurn {
  readonly deltaY: number;
  /** 0 pixels, 1 lines, 2 pages. */
  readonly deltaMode: number;
  readonly timeStamp: number;
}

/**
 * Turns of a wheel or a track pad as whole steps. A notch is one step; the many small events of a track pad add up to a step
 * each hundred pixels, so that twenty ticks of a few pixels are one slice and not twenty.
 */
export class WheelSteps {
  #left = 0;
  #last = -Infinity;

  /** Steps of this event: 0 until enough has added up. */
  take({ deltaY, deltaMode, timeStamp }: WheelTurn): number {
    const pixels = deltaY * (deltaMode === 2 ? PAGE_PIXELS : deltaMode === 1 ? LINE_PIXELS : 1);
    const isFresh = timeStamp - this.#last > PAUSE_MS || pixels * this.#left < 0;
    this.#last = timeStamp;
    // One notch of a coarse wheel is a step, be it 53 or 120 pixels.
    if (isFresh && Math.abs(pixels) >= PIXELS_PER_STEP / 2) {
      this.#left = 0;
      return Math.sign(pixels) * Math.max(1, Math.floor(Math.abs(pixels) / PIXELS_PER_STEP));
    }
    this.#left = (isFresh ? 0 : this.#left) + pixels;
    const steps = Math.trunc(this.#left / PIXELS_PER_STEP);
    this.#left -= steps * PIXELS_PER_STEP;
    return steps;
  }
}

/** How many times as large a picture becomes by a turn with Ctrl held, or by a pinch on a track pad, which comes as one. */
export function zoomFactor({ deltaY, deltaMode }: Pick<WheelTurn, "deltaY" | "deltaMode">): number {
  const pixels = deltaY * (deltaMode === 2 ? PAGE_PIXELS : deltaMode === 1 ? LINE_PIXELS : 1);
  return Math.exp(-Math.max(-PAGE_PIXELS, Math.min(PAGE_PIXELS, pixels)) / 300);
}
