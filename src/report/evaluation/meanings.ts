/** What the report's figures mean, a sentence or two each. @param hasMaps whether there are probability maps among them */
export function meanings(hasMaps: boolean): readonly string[] {
  return [
    "Ceiling: the largest mean Dice with the observers that any segmentation has, computed exactly. It is 1 only where all " +
      "observers agree. The share is the model's mean Dice over it.",
    "Observers among themselves: the mean Dice of their pairs. A model that is one more observer, drawn as they were, has the " +
      "same on average.",
    "Place: 1 plus the number of observers who agree with the others better than the model does with the same others.",
    "Where all agree: Dice on the voxels that all observers marked or none did. Where they differ: mean Dice with each observer " +
      "on the other voxels.",
    "HD95: the larger of both directions' smallest distance within which lies at least 95 % of a surface's area. Surface Dice: " +
      "the share of both surfaces that lies within the tolerance of the other one.",
    ...(hasMaps
      ? [
          "Calibration error: how far, on average, a predicted probability is from the fraction of observers who marked the voxel.",
          "CRPS of the volume: how far the volume that a map expects is from the observers' volumes as a distribution.",
        ]
      : []),
    "Intervals are bootstrap-t over the cases, at a nominal 95 %. In simulations with six cases they hold in 92 to 95 % where " +
      "cases are spread smoothly, and in 84 to 88 % where one case in ten fails altogether.",
    "“As well as they agree with each other” says that no difference could be told apart, not that there is none: the interval " +
      "shows how large one could be.",
  ];
}
