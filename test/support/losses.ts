/** Losses of every kind that have one marginal for a target, with parameters that matter. */
export const MARGINAL_LOSSES = [
  "dice",
  "dice:eps=1",
  "dice:eps=0/2",
  "squared-dice",
  "squared-dice:target=hard",
  "jaccard",
  "tversky:0.3,0.7",
  "tversky:1,0.5",
  "cross-entropy",
  "dice+cross-entropy:1,1",
  "dice+cross-entropy:5,1",
  "batch-dice",
  "semimetric-dice",
  "generalised-dice",
  "mean-class-dice",
] as const;
