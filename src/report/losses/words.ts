/** What a student should know of a loss: two sentences, and where to read on. */
export interface LossWords {
  readonly title: string;
  readonly expect: string;
  /** Where the loss comes from. */
  readonly source: string;
  readonly link: string;
}

const PAPER = { source: "Nordström et al. 2023", link: "https://arxiv.org/abs/2304.00801" };
const NNUNET = { source: "Isensee et al. 2021", link: "https://doi.org/10.1038/s41592-020-01008-z" };
const SEMIMETRIC = { source: "Wang et al. 2023", link: "https://arxiv.org/abs/2303.16296" };

/** The words on a loss by its full name. */
export function wordsOn(loss: string): LossWords {
  const [head, parameters] = loss.split(":");
  const words = WORDS[head];
  if (head === "dice" && parameters !== undefined) return SMOOTHED;
  if (head === "squared-dice" && parameters !== undefined) return SQUARED_HARD;
  return words ?? { title: loss, expect: "", source: "", link: "" };
}

const SMOOTHED: LossWords = {
  title: "soft-Dice with a smoothing term",
  expect:
    "The term counts like voxels that are right from the start: harmless where the structure has many more voxels, and " +
    "a higher threshold and a smaller volume where it has not. A structure fainter than the term vanishes altogether.",
  ...PAPER,
};

const SQUARED_HARD: LossWords = {
  title: "V-Net's squared Dice, trained on one observer at a time",
  expect:
    "The network's outputs are the marginal divided by the loss's own ratio and cut at 1, so they overstate probabilities. " +
    "A threshold of 1/2 lies between that of soft-Dice and 1/2 of the marginal.",
  source: "Milletari et al. 2016",
  link: "https://doi.org/10.1109/3DV.2016.79",
};

const WORDS: Readonly<Record<string, LossWords>> = {
  dice: {
    title: "soft-Dice",
    expect:
      "The network's outputs become 0 or 1: every voxel that more than t of the observers would mark, with t never above " +
      "1/2, so never a smaller volume than with a threshold of 1/2. The outputs are no probabilities, however they look.",
    ...PAPER,
  },
  "squared-dice": {
    title: "V-Net's squared Dice, trained on soft labels",
    expect:
      "Its minimiser is the marginal itself, as with cross-entropy: probabilities, with an unbiased sum. Where soft labels " +
      "are not at hand and observers are drawn one at a time, it is another loss, squared-dice:target=hard.",
    source: "Milletari et al. 2016",
    link: "https://doi.org/10.1109/3DV.2016.79",
  },
  jaccard: {
    title: "soft Jaccard",
    expect:
      "It rises and falls with soft-Dice on one marginal, so it has the very same minimiser. Nothing is gained or lost by " +
      "choosing one or the other, besides the speed of the descent.",
    ...PAPER,
  },
  tversky: {
    title: "Tversky",
    expect:
      "Its weights move the threshold: more weight on false negatives lowers it and enlarges the volume, more on false " +
      "positives raises it, above 1/2 where they weigh more. The outputs become 0 or 1, as with soft-Dice.",
    source: "Salehi et al. 2017",
    link: "https://doi.org/10.1007/978-3-319-67389-9_44",
  },
  "cross-entropy": {
    title: "cross-entropy",
    expect:
      "The network's outputs become the marginal: probabilities, whose sum is the expected volume. A threshold of 1/2 gives " +
      "the majority, which is never larger than the Dice-optimal segmentation; the threshold t gives that one.",
    ...PAPER,
  },
  "dice+cross-entropy": {
    title: "Dice + cross-entropy",
    expect:
      "The outputs stay inside (0, 1), but are sharpened about half the Dice, so they are no probabilities either. A small " +
      "structure in a large image behaves as with soft-Dice, one that fills the image as with cross-entropy.",
    ...NNUNET,
  },
  "batch-dice": {
    title: "batch Dice",
    expect:
      "One ratio over a batch is soft-Dice of its images laid side by side: one threshold for all of them. Of this one map it " +
      "is soft-Dice; beside clearer images its threshold rises, and a structure that stays below it comes out empty.",
    ...NNUNET,
  },
  "semimetric-dice": {
    title: "semimetric Dice (soft_label)",
    expect:
      "With soft labels its minimiser is the marginal itself. With one observer a step it is soft-Dice, whatever it is called, " +
      "and converges to what rater-dice converges to.",
    ...SEMIMETRIC,
  },
  "rater-dice": {
    title: "soft-Dice of one observer a step",
    expect:
      "It converges to the best mean Dice with the observers, in which observers of small volume count for more. That need " +
      "not be a threshold of the marginal, and on a grid one voxel may be best in part.",
    ...PAPER,
  },
  "generalised-dice": {
    title: "generalised Dice of foreground and background",
    expect:
      "The background has a small weight, so that a small structure comes out as with soft-Dice. A large one is held back: " +
      "the background's Dice counts too, and the threshold moves towards 1/2.",
    source: "Sudre et al. 2017",
    link: "https://doi.org/10.1007/978-3-319-67558-9_28",
  },
  "mean-class-dice": {
    title: "mean Dice of foreground and background",
    expect:
      "The background's Dice hardly changes where the structure is small, and the threshold is close to that of soft-Dice. " +
      "Of more classes it has many local optima, and where a training ends depends on its start.",
    ...PAPER,
  },
};
