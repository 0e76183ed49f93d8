/** The losses that are compared where no list is given: every kind, with the parameters that are common. */
export const DEFAULT_LOSSES: string = [
  "dice",
  "dice:eps=1",
  "squared-dice",
  "squared-dice:target=hard",
  "jaccard",
  "tversky:0.3,0.7",
  "cross-entropy",
  "dice+cross-entropy:1,1",
  "batch-dice",
  "semimetric-dice",
  "rater-dice",
  "generalised-dice",
  "mean-class-dice",
].join(",");
