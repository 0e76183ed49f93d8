/** What words and symbols on the page mean, for readers who do not know the paper. */
export const EXPLANATIONS = {
  Dice: "Twice what two segmentations have in common over the sum of their sizes: 1 where they are the same, 0 where they share nothing.",
  "to mean": "The volume against the mean of the observers' volumes.",
  "to expected": "The volume against the expected volume: the sum of the map.",
  others:
    "Dice with the others' consensus: the Dice-optimal segmentation of all other observers, which this one took no part in.",
  HD95: "95 % Hausdorff distance: 95 % of both surfaces lie within this distance of the other.",
  "mean distance": "The mean distance from each surface to the other, over the area of both.",
  "surface Dice": "The share of both surfaces that lies within the tolerance of the other.",
  "centroid shift": "The distance of the centres of mass.",
  "volume ratio": "The observer's volume over that of the others' consensus.",
  sensitivity: "STAPLE's estimate of the share of the true structure that the observer marked.",
  specificity: "STAPLE's estimate of the share of the background that the observer left out.",
  m: "The marginal: at each voxel the share of the observers who marked it.",
  t: "The best threshold: half of the largest Dice that any segmentation has with the observers' marginal. Voxels that more than this share of the observers marked make up the Dice-optimal segmentation.",
  half: "The majority vote: voxels that more than half of the observers marked.",
  "soft Dice":
    "Dice of the segmentation with the marginal, which counts each voxel by the share of observers who marked it.",
  "largest Dice": "No segmentation has a larger Dice with the marginal; half of it is the best threshold t.",
  "mean rater Dice": "The mean of the Dice with each observer.",
  kappa:
    "Fleiss' kappa: agreement beyond chance over all voxels of the image; it depends on how much background there is.",
  "conformity index":
    "Generalised conformity index: what pairs of observers have in common over what they cover together, summed over pairs.",
  variation: "The coefficient of variation: the standard deviation of the volumes over their mean.",
  spread:
    "The standard deviation of the observers' signed distances from the surface of the Dice-optimal segmentation: its mean over the surface, and its largest value.",
  interval: "The Dice-optimal volume over resampled observers: how much it owes to who happened to observe.",
} as const;

export type Term = keyof typeof EXPLANATIONS;
