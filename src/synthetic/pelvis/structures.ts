/** The nine structures, as the Gold Atlas spells them, in the order of the paper's Table 1. */
export const PELVIS_STRUCTURES = [
  "Urinary bladder",
  "Rectum",
  "Anal canal",
  "Penile bulb",
  "Neurovascular bundles",
  "Femoral head_R",
  "Femoral head_L",
  "Prostate",
  "Seminal vesicles",
] as const;

export type PelvisStructure = (typeof PELVIS_STRUCTURES)[number];

/** Observers who contour each structure. */
export const OBSERVERS = 5;
