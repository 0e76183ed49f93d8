/**
 * Table 1 of Nordström, Hult, Maki & Löfman, "Noisy image segmentation with soft-Dice": mean errors at the iterations
 * 1, 10, 20, 100 and 200, in the order e0_1, e1_1, e0_10, e1_10, …, as printed (three decimals).
 */
export interface PublishedRow {
  readonly experiment: "G" | "S";
  readonly row: string;
  readonly samples: number;
  readonly errors: readonly number[];
}

/** The iterations of the table's columns. */
export const PUBLISHED_ITERATIONS: readonly number[] = [1, 10, 20, 100, 200];

/** The table rounds to three decimals: a printed figure is within this of the computed one. */
export const PUBLISHED_ROUNDING = 0.0005;

// prettier-ignore
export const PUBLISHED_TABLE: readonly PublishedRow[] = [
  { experiment: "G", row: "Urinary bladder", samples: 19, errors: [0.500, 0.500, 0.004, 0.002, 0.001, 0.000, 0.000, 0.000, 0.000, 0.000] },
  { experiment: "G", row: "Rectum", samples: 19, errors: [0.500, 0.500, 0.040, 0.011, 0.003, 0.002, 0.000, 0.000, 0.000, 0.000] },
  { experiment: "G", row: "Anal canal", samples: 19, errors: [0.500, 0.500, 0.408, 0.307, 0.236, 0.087, 0.000, 0.000, 0.000, 0.000] },
  { experiment: "G", row: "Penile bulb", samples: 19, errors: [0.500, 0.500, 0.466, 0.425, 0.417, 0.329, 0.044, 0.014, 0.000, 0.000] },
  { experiment: "G", row: "Neurovascular bundles", samples: 19, errors: [0.500, 0.500, 0.390, 0.286, 0.210, 0.095, 0.000, 0.000, 0.000, 0.000] },
  { experiment: "G", row: "Femoral head R", samples: 19, errors: [0.500, 0.500, 0.028, 0.005, 0.001, 0.000, 0.000, 0.000, 0.000, 0.000] },
  { experiment: "G", row: "Femoral head L", samples: 19, errors: [0.500, 0.500, 0.031, 0.006, 0.001, 0.000, 0.000, 0.000, 0.000, 0.000] },
  { experiment: "G", row: "Prostate", samples: 19, errors: [0.500, 0.500, 0.166, 0.060, 0.013, 0.004, 0.000, 0.000, 0.000, 0.000] },
  { experiment: "G", row: "Seminal vesicles", samples: 19, errors: [0.500, 0.500, 0.413, 0.322, 0.257, 0.136, 0.000, 0.000, 0.000, 0.000] },
  { experiment: "S", row: "0.01", samples: 1000, errors: [0.500, 0.500, 0.022, 0.008, 0.001, 0.001, 0.000, 0.000, 0.000, 0.000] },
  { experiment: "S", row: "0.02", samples: 1000, errors: [0.500, 0.500, 0.026, 0.011, 0.002, 0.002, 0.000, 0.000, 0.000, 0.000] },
  { experiment: "S", row: "0.03", samples: 1000, errors: [0.500, 0.500, 0.027, 0.015, 0.004, 0.003, 0.001, 0.000, 0.000, 0.000] },
  { experiment: "S", row: "0.04", samples: 1000, errors: [0.500, 0.500, 0.034, 0.021, 0.005, 0.005, 0.001, 0.001, 0.000, 0.000] },
  { experiment: "S", row: "0.05", samples: 1000, errors: [0.500, 0.500, 0.039, 0.025, 0.007, 0.006, 0.001, 0.001, 0.000, 0.000] },
  { experiment: "S", row: "0.06", samples: 1000, errors: [0.500, 0.500, 0.051, 0.034, 0.010, 0.009, 0.001, 0.001, 0.001, 0.001] },
  { experiment: "S", row: "0.07", samples: 1000, errors: [0.500, 0.500, 0.057, 0.040, 0.013, 0.011, 0.002, 0.001, 0.001, 0.001] },
  { experiment: "S", row: "0.08", samples: 1000, errors: [0.500, 0.500, 0.067, 0.048, 0.017, 0.015, 0.002, 0.002, 0.001, 0.001] },
  { experiment: "S", row: "0.09", samples: 1000, errors: [0.500, 0.500, 0.080, 0.057, 0.022, 0.019, 0.003, 0.003, 0.001, 0.001] },
];
