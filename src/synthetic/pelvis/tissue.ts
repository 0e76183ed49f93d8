import { constantRelief } from "./relief.ts";
import { PELVIS_STRUCTURES, type PelvisStructure } from "./structures.ts";
import type { PelvisPatient } from "./patient.ts";
import type { Tube } from "./tube.ts";

/** What an image shows a tissue as: MR signal in arbitrary units, CT number in HU. */
export interface Contrast {
  readonly t2: number;
  readonly t1: number;
  readonly ct: number;
}

/** A tissue and the parts of the body that it fills; later ones lie inside or over earlier ones. */
export interface Tissue {
  readonly contrast: Contrast;
  readonly parts: readonly Tube[];
}

export const AIR: Contrast = { t2: 0, t1: 0, ct: -1000 };
const FAT: Contrast = { t2: 620, t1: 780, ct: -95 };
const MUSCLE: Contrast = { t2: 170, t1: 300, ct: 55 };
const MARROW: Contrast = { t2: 430, t1: 560, ct: 210 };
const CORTEX: Contrast = { t2: 60, t1: 90, ct: 750 };

const ORGANS: Readonly<Record<PelvisStructure, Contrast>> = {
  "Urinary bladder": { t2: 980, t1: 180, ct: 8 },
  Rectum: { t2: 330, t1: 320, ct: 30 },
  "Anal canal": { t2: 260, t1: 310, ct: 42 },
  "Penile bulb": { t2: 720, t1: 330, ct: 45 },
  "Neurovascular bundles": { t2: 480, t1: 420, ct: 10 },
  "Femoral head_R": MARROW,
  "Femoral head_L": MARROW,
  Prostate: { t2: 430, t1: 330, ct: 40 },
  "Seminal vesicles": { t2: 820, t1: 300, ct: 25 },
};

/** A patient's tissues from the outside in: skin fat, muscle, the fat of the pelvic cavity, bones, organs. */
export function tissues({ anatomy }: PelvisPatient): Tissue[] {
  const { external, structures, centreMm } = anatomy;
  const [x, y, z] = centreMm;
  const heads = [...structures["Femoral head_R"], ...structures["Femoral head_L"]];
  const block = (
    endsMm: readonly [number, number],
    centre: readonly [number, number],
    halfAxesMm: readonly [number, number],
  ): Tube => ({
    endsMm,
    xMm: [centre[0], 0, 0],
    yMm: [centre[1], 0, 0],
    halfAxesMm,
    tiltTurns: 0,
    taper: [0, 0],
    capExponent: 4,
    relief: constantRelief(0),
  });
  const sides = [-1, 1];
  return [
    { contrast: FAT, parts: [external] },
    { contrast: MUSCLE, parts: [{ ...external, halfAxesMm: shrink(external.halfAxesMm, 26) }] },
    { contrast: FAT, parts: [block([z - 90, z + 130], [x, y + 4], [58, 66])] },
    {
      contrast: CORTEX,
      parts: [
        ...heads.map((head) => ({ ...head, halfAxesMm: shrink(head.halfAxesMm, -9), capExponent: 4 })),
        ...sides.map((sign) => block([z + 20, z + 140], [x + sign * 82, y + 6], [14, 40])),
        block([z + 15, z + 140], [x, y + 78], [46, 15]),
      ],
    },
    {
      contrast: MARROW,
      parts: [
        ...sides.map((sign) => block([z + 23, z + 138], [x + sign * 82, y + 6], [11, 37])),
        ...sides.map((sign) => block([z - 18, z + 16], [x + sign * 16, y - 48], [14, 11])),
        block([z + 18, z + 138], [x, y + 78], [43, 12]),
      ],
    },
    ...PELVIS_STRUCTURES.map((structure) => ({
      contrast: ORGANS[structure],
      parts: structures[structure],
    })),
  ];
}

function shrink([a, b]: readonly [number, number], mm: number): readonly [number, number] {
  return [a - mm, b - mm];
}
