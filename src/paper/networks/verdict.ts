import { counted, fixed } from "../../report/numbers.ts";
import { CLOSE, isOnPredictedSide, type OutcomeSummary } from "./summary.ts";

/** Whether the trainings of one kind went where theory says, in a word and in a sentence. */
export interface Verdict {
  readonly word: "as predicted" | "on the predicted side" | "differs";
  readonly sentence: string;
}

/**
 * A kind is on the predicted side if each seed's volume is ({@link isOnPredictedSide}), and as predicted if besides the mean volume is within {@link CLOSE} of it.
 */
export function judge(outcome: OutcomeSummary): Verdict {
  const { mean, isOnSide, rows, loss, seenVolume, isCrossEntropy, margin } = outcome;
  const volumes = rows.map(({ volume }) => fixed(volume, 2)).join(", ");
  const measured = `${loss}: ${rows.length === 1 ? "volume" : "volumes"} ${volumes}, predicted ${fixed(mean.predictedVolume, 2)}`;
  if (!isOnSide) {
    const wrong = rows.filter((row) => !isOnPredictedSide(row)).length;
    return {
      word: "differs",
      sentence:
        `${measured}: not on that side of the marginal's, or far beyond, in ${counted(wrong, "training")} of ${rows.length}. ` +
        `The mean loss tells the two sides of 1/2 apart by ${fixed(margin, 4)}.`,
    };
  }
  if (Math.abs(mean.volume - mean.predictedVolume) <= CLOSE)
    return { word: "as predicted", sentence: `${measured}.` };
  const seen =
    isCrossEntropy || Number.isNaN(seenVolume)
      ? ""
      : ` Cross-entropy's maps of these images, cut where theory says, have ${fixed(seenVolume, 2)}.`;
  return { word: "on the predicted side", sentence: `${measured}.${seen}` };
}

/** The whole in a sentence. */
export function overallVerdict(outcomes: readonly OutcomeSummary[]): string {
  const off = outcomes.filter(({ isOnSide }) => !isOnSide);
  const trainings = outcomes.reduce((sum, { rows }) => sum + rows.length, 0);
  if (off.length === 0) {
    const named = (isLarger: boolean): string =>
      outcomes
        .filter(({ mean }) => mean.predictedVolume > 1 === isLarger)
        .map(({ model, loss }) => `${loss} (${model})`)
        .join(", ");
    return (
      `In all ${counted(trainings, "result")} the network's volume lies on the side of the marginal's where theory puts it. ` +
      `Larger: ${named(true) || "none"}. Smaller: ${named(false) || "none"}.`
    );
  }
  const names = off.map(({ model, loss }) => `${loss} (${model})`).join(", ");
  return (
    `Theory and network agree on the side of the marginal's volume for ${outcomes.length - off.length} of ` +
    `${outcomes.length} kinds of training. They part for ${names}.`
  );
}

/**
 * Why volumes are nearer to the marginal's than predicted, with the figures of cross-entropy; undefined where none was
 * trained.
 *
 * @param calibration errors relative to the foreground, a training each
 */
export function whyNearer(
  outcomes: readonly OutcomeSummary[],
  calibration: readonly number[],
): string | undefined {
  if (calibration.length === 0 || outcomes.every(({ isCrossEntropy }) => isCrossEntropy)) return undefined;
  const error = calibration.reduce((a, b) => a + b, 0) / calibration.length;
  const others = outcomes.filter(({ isCrossEntropy }) => !isCrossEntropy);
  const distances = others.map(({ mean, seenVolume }) => ({
    fromPrediction: Math.abs(mean.volume - mean.predictedVolume),
    fromSeen: Math.abs(mean.volume - seenVolume),
  }));
  const median = (values: readonly number[]): number =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  return (
    "The prediction is for someone who sees where core and rim end. In the noisy image that is uncertain by a pixel or " +
    "so: a pixel of the rim's outer border that is perhaps background has less than p, one of its inner border that is " +
    `perhaps core has more. Cross-entropy estimates that: its maps are calibrated to ${fixed(100 * error, 1)} % of the foreground, and ` +
    "cut where theory says they estimate what theory predicts for what can be seen. " +
    `The volumes of the other networks lie ${fixed(median(distances.map(({ fromSeen }) => fromSeen)), 2)} from that (the median over the kinds), ` +
    `and ${fixed(median(distances.map(({ fromPrediction }) => fromPrediction)), 2)} from the prediction for the true marginal.`
  );
}
