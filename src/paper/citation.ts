/** The paper whose results this folder reproduces. */
export const PAPER =
  "Nordström, Hult, Maki and Löfman, “Noisy image segmentation with soft-Dice” (2023)" as const;
