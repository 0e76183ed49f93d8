import type { Random } from "../../core/random.ts";
import { addReliefs, constantRelief, drawRelief } from "./relief.ts";
import { pelvisStream } from "./streams.ts";
import { OBSERVERS, PELVIS_STRUCTURES, type PelvisStructure } from "./structures.ts";
import type { Tube } from "./tube.ts";

/** How observers differ about one structure: standard deviations in mm. */
interface Disagreement {
  /** Smooth displacement of the surface, drawn anew for each patient. */
  readonly surfaceMm: number;
  /** The same offset of the whole surface in all patients: the observer's habit. */
  readonly habitMm: number;
  /** What ends the structure below and above. */
  readonly ends: readonly [Landmark, Landmark];
}

/** Standard deviation, in mm, of where observers see a landmark; structures that meet there move together. */
const LANDMARKS = {
  "bladder neck": 1,
  "bladder dome": 1,
  "rectosigmoid flexure": 4,
  "anorectal junction": 2,
  "anal verge": 3,
  "bulb below": 1.2,
  "bulb above": 1.5,
  "bundles below": 3,
  "bundles above": 3,
  "right head below": 1.2,
  "right head above": 0.6,
  "left head below": 1.2,
  "left head above": 0.6,
  "prostate apex": 1.8,
  "prostate base": 1.8,
  "vesicle roots": 1.5,
  "vesicle tips": 2,
} as const;

type Landmark = keyof typeof LANDMARKS;

/**
 * Of the order of published figures: on MR, delineations of the prostate and of the vesicles vary by 0.7–1.7 mm between
 * physicians and by 1.3–4 mm within one (Nyholm et al., Radiation Oncology 8:126, 2013).
 */
const DISAGREEMENT: Readonly<Record<PelvisStructure, Disagreement>> = {
  "Urinary bladder": { surfaceMm: 0.9, habitMm: 0.5, ends: ["bladder neck", "bladder dome"] },
  Rectum: { surfaceMm: 0.9, habitMm: 0.4, ends: ["anorectal junction", "rectosigmoid flexure"] },
  "Anal canal": { surfaceMm: 1, habitMm: 0.6, ends: ["anal verge", "anorectal junction"] },
  "Penile bulb": { surfaceMm: 1.4, habitMm: 0.9, ends: ["bulb below", "bulb above"] },
  "Neurovascular bundles": { surfaceMm: 0.4, habitMm: 0.2, ends: ["bundles below", "bundles above"] },
  "Femoral head_R": { surfaceMm: 0.6, habitMm: 0.3, ends: ["right head below", "right head above"] },
  "Femoral head_L": { surfaceMm: 0.6, habitMm: 0.3, ends: ["left head below", "left head above"] },
  Prostate: { surfaceMm: 1.2, habitMm: 0.6, ends: ["prostate apex", "prostate base"] },
  "Seminal vesicles": { surfaceMm: 1.5, habitMm: 0.7, ends: ["vesicle roots", "vesicle tips"] },
};

/** What one observer makes of one patient: every structure's parts, displaced. */
export type Delineation = Readonly<Record<PelvisStructure, readonly Tube[]>>;

/**
 * The delineations of all observers of one patient. Each moves every surface by a habit that he keeps for all patients
 * and by a smooth random displacement, and sees its upper and lower end elsewhere.
 */
export function drawDelineations(seed: number, patient: number, truth: Delineation): Delineation[] {
  return Array.from({ length: OBSERVERS }, (_, observer) => {
    const habits = pelvisStream(seed, "habit", 0, observer);
    const random = pelvisStream(seed, "observer", patient, observer);
    const landmarks = drawLandmarks(random);
    return delineate(truth, (structure, tube) => {
      const { surfaceMm, habitMm, ends } = DISAGREEMENT[structure];
      const radiusMm = Math.sqrt(tube.halfAxesMm[0] * tube.halfAxesMm[1]);
      return {
        ...tube,
        endsMm: [tube.endsMm[0] + landmarks[ends[0]], tube.endsMm[1] + landmarks[ends[1]]],
        relief: addReliefs(
          tube.relief,
          constantRelief((habitMm * habits.normal()) / radiusMm),
          drawRelief(random, surfaceMm / radiusMm),
        ),
      };
    });
  });
}

/** The observers' consensus: the mean of their surfaces. */
export function meanDelineation(delineations: readonly Delineation[]): Delineation {
  const mean = (value: (delineation: Delineation) => number): number =>
    delineations.reduce((sum, delineation) => sum + value(delineation), 0) / delineations.length;
  return delineate(delineations[0], (structure, tube, part) => ({
    ...tube,
    endsMm: [
      mean((delineation) => delineation[structure][part].endsMm[0]),
      mean((delineation) => delineation[structure][part].endsMm[1]),
    ],
    relief: tube.relief.map((_, i) => mean((delineation) => delineation[structure][part].relief[i])),
  }));
}

function delineate(
  truth: Delineation,
  change: (structure: PelvisStructure, tube: Tube, part: number) => Tube,
): Delineation {
  return Object.fromEntries(
    PELVIS_STRUCTURES.map((structure) => [
      structure,
      truth[structure].map((tube, part) => change(structure, tube, part)),
    ]),
  ) as unknown as Delineation;
}

function drawLandmarks(random: Random): Record<Landmark, number> {
  return Object.fromEntries(
    Object.entries(LANDMARKS).map(([landmark, sdMm]) => [
      landmark,
      sdMm * Math.min(2.5, Math.max(-2.5, random.normal())),
    ]),
  ) as Record<Landmark, number>;
}
