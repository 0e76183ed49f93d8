import { type Compared, compareLoss, type LossRow } from "../../../src/losses/comparison.ts";
import { parseLoss } from "../../../src/losses/registry.ts";

/** Losses side by side on one marginal, with a plane of each minimiser. */
export interface ComparedLosses {
  readonly rows: readonly LossRow[];
  /** Losses that depend on observers where there are none. */
  readonly withoutObservers: readonly string[];
  /** Σ m, and N. */
  readonly expected: number;
  readonly voxels: number;
  /** mL of a voxel; NaN where voxels have no size. */
  readonly voxelMl: number;
  /** Pixels of the pictures along a row, and height over width of a pixel. */
  readonly width: number;
  readonly pixelAspect: number;
  readonly marginal: Float32Array;
  /** The minimiser of each row in that plane. */
  readonly minimisers: readonly Float32Array[];
}

/** A marginal, and the plane of it that is shown. */
export interface MarginalToCompare extends Compared {
  /** The pattern of observers of voxel i; 0 without observers. */
  readonly patternAt: (i: number) => number;
  readonly plane: {
    readonly width: number;
    readonly pixels: number;
    /** Voxel of a pixel, row by row; −1 outside of the image. */
    readonly index: (pixel: number) => number;
    readonly pixelAspect?: number;
  };
}

/**
 * What each loss converges to: the figures of `softdice losses`.
 *
 * @param report is told of each loss
 * @throws SoftdiceError for a name that no loss has
 */
export function compareLosses(
  names: readonly string[],
  of: MarginalToCompare,
  report: (done: number, total: number) => void = () => {},
): ComparedLosses {
  const losses = names.map((name) => parseLoss(name));
  const compared = losses.map((loss, n) => {
    report(n, losses.length);
    return { loss, found: compareLoss(loss, of) };
  });
  const { m, patternAt, voxelMl, plane } = of;
  const pixelsOf = (value: (m: number, pattern: number) => number): Float32Array =>
    Float32Array.from({ length: plane.pixels }, (_, pixel) => {
      const i = plane.index(pixel);
      return i < 0 ? 0 : value(m[i], patternAt(i));
    });
  let expected = 0;
  for (let i = 0; i < m.length; i++) expected += m[i];
  const found = compared.flatMap(({ found: one }) => (one === undefined ? [] : [one]));
  return {
    rows: found.map(({ row }) => row),
    withoutObservers: compared.filter((one) => one.found === undefined).map(({ loss }) => loss.name),
    expected,
    voxels: m.length,
    voxelMl,
    width: plane.width,
    pixelAspect: plane.pixelAspect ?? 1,
    marginal: pixelsOf((value) => value),
    minimisers: found.map(({ soft }) => pixelsOf(soft)),
  };
}
