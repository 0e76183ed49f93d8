import type { TrainingTask } from "./experiment.ts";
import type { RimModelName } from "./rimCases.ts";

/** Parameters of experiment (N): everything that its results depend on. */
export interface NetworkParameters {
  /** The first training seed. */
  readonly seed: number;
  readonly seeds: number;
  readonly steps: number;
  readonly model: readonly RimModelName[];
  /** Probabilities that an observer marks a part of the rim. */
  readonly rim: readonly number[];
  /** Names of regimes; those of {@link DEFAULT_LOSSES} or {@link SWEPT_LOSSES} if left out. */
  readonly loss?: readonly string[];
}

export const MODELS: readonly RimModelName[] = ["whole", "sectors"];

export const DEFAULT_RIM = 0.45;

/** Probabilities on either side of ½ sup D, which is 0.38 … 0.40, and of 1/2. */
export const SWEPT_RIMS: readonly number[] = [0.3, 0.35, 0.4, 0.45, 0.55];

/**
 * What is trained by default. Cross-entropy is the same for both models, as it is affine in the target: the mean over
 * observers is the loss of the marginal.
 */
export const DEFAULT_LOSSES: Readonly<Record<RimModelName, readonly string[]>> = {
  whole: [
    "cross-entropy@rater",
    "dice",
    "rater-dice",
    "batch-dice",
    "squared-dice@rater",
    "dice+cross-entropy@rater",
    "dice+cross-entropy@batch",
  ],
  sectors: ["dice", "rater-dice", "batch-dice"],
};

/** What is trained where the rim is swept: the three ways of taking Dice. */
export const SWEPT_LOSSES: readonly string[] = ["dice", "rater-dice", "batch-dice"];

/** The trainings in the order of their results: by model, rim, loss and seed. Those of the first seed keep examples. */
export function trainingsOf({ seed, seeds, steps, model, rim, loss }: NetworkParameters): TrainingTask[] {
  return model.flatMap((name) =>
    rim.flatMap((p) =>
      (loss ?? (rim.length > 1 ? SWEPT_LOSSES : DEFAULT_LOSSES[name])).flatMap((each) =>
        Array.from({ length: seeds }, (_, k) => ({
          model: { name, p },
          loss: each,
          seed: seed + k,
          steps,
          hasExamples: k === 0 && p === rim[0],
        })),
      ),
    ),
  );
}
