import type { Random } from "../../core/random.ts";
import { constantRelief, drawRelief } from "./relief.ts";
import type { PelvisStructure } from "./structures.ts";
import type { Tube } from "./tube.ts";

/** The surfaces of one patient in LPS mm, with the origin near the middle of the image. */
export interface Anatomy {
  /** Each structure's parts: one, or one a side. */
  readonly structures: Readonly<Record<PelvisStructure, readonly Tube[]>>;
  /** Outline of the body. */
  readonly external: Tube;
  /** Where the prostate's centre is. */
  readonly centreMm: readonly [x: number, y: number, z: number];
}

/** Relative standard deviation of the patient's own shape about the ideal one, by structure. */
const SHAPE: Readonly<Record<PelvisStructure, number>> = {
  "Urinary bladder": 0.08,
  Rectum: 0.12,
  "Anal canal": 0.06,
  "Penile bulb": 0.06,
  "Neurovascular bundles": 0.1,
  "Femoral head_R": 0.02,
  "Femoral head_L": 0.02,
  Prostate: 0.06,
  "Seminal vesicles": 0.12,
};

/**
 * Draws the anatomy of one patient: sizes vary about those of an adult man, and what touches in the body is placed
 * relative to its neighbour: the bladder sits on the prostate, the vesicles behind its base, the rectum behind it, the
 * bulb and the anal canal below its apex. Ideal volumes in mL: bladder 170, rectum 65, anal canal 16, bulb 4, bundles
 * 2.5, femoral head 58, prostate 38, vesicles 10 (sources: docs/gold-atlas.md).
 */
export function drawAnatomy(random: Random): Anatomy {
  const normal = (): number => Math.min(2.5, Math.max(-2.5, random.normal()));
  /** A size factor with the given standard deviation. */
  const vary = (sd: number): number => 1 + sd * normal();
  const place = (sd: number): number => sd * normal();

  const centreMm = [place(3), 12 + place(3), -20 + place(4)] as const;
  const prostate = vary(0.1);
  const bladder = vary(0.11);
  const rectum = vary(0.09);
  const anal = vary(0.06);
  const bulb = vary(0.08);
  const bundle = vary(0.1);
  const vesicle = vary(0.09);
  const head = vary(0.04);
  const width = vary(0.05);

  const apexZ = -21 * prostate;
  const junctionZ = apexZ - 6;
  const rectumY = 17 * prostate + 15 * rectum + 2;

  const part = (
    structure: PelvisStructure,
    tube: Pick<Tube, "endsMm" | "xMm" | "yMm" | "halfAxesMm"> & Partial<Tube>,
  ): Tube => ({
    tiltTurns: 0,
    taper: [0, 0],
    capExponent: 2.2,
    relief: drawRelief(random, SHAPE[structure]),
    ...shift(tube, centreMm),
  });
  const side = (sign: 1 | -1): Readonly<Record<"head" | "bundle" | "vesicle", Tube>> => ({
    head: part(sign > 0 ? "Femoral head_L" : "Femoral head_R", {
      endsMm: [34 - 48 * head, 34],
      xMm: [sign * 88 * width, 0, 0],
      yMm: [-10, 0, 0],
      halfAxesMm: [24 * head, 24 * head],
      capExponent: 2,
    }),
    bundle: part("Neurovascular bundles", {
      endsMm: [apexZ + 1, 20 * prostate],
      xMm: [sign * (23 * prostate - 2), sign * 2, -sign * 5],
      yMm: [15 * prostate, 0, 1],
      halfAxesMm: [4.2 * bundle, 2.6 * bundle],
      tiltTurns: -sign * 0.12,
      capExponent: 6,
    }),
    vesicle: part("Seminal vesicles", {
      endsMm: [14 * prostate, 14 * prostate + 26 * vesicle],
      xMm: [sign * 18, sign * 3, 0],
      yMm: [17 * prostate - 4, 2, 0],
      halfAxesMm: [16 * vesicle, 6 * vesicle],
      tiltTurns: sign * 0.05,
    }),
  });
  const left = side(1);
  const right = side(-1);

  return {
    centreMm,
    structures: {
      "Urinary bladder": [
        part("Urinary bladder", {
          endsMm: [19 * prostate, 19 * prostate + 60 * bladder],
          xMm: [place(3), 0, 0],
          yMm: [-22, -2, 0],
          halfAxesMm: [40 * bladder, 33 * bladder],
        }),
      ],
      Rectum: [
        part("Rectum", {
          endsMm: [junctionZ, 74 + place(5)],
          xMm: [0, place(3), place(4)],
          yMm: [rectumY, 3, 8],
          halfAxesMm: [16 * rectum, 14 * rectum],
          taper: [0, -0.1],
          capExponent: 8,
        }),
      ],
      "Anal canal": [
        part("Anal canal", {
          endsMm: [junctionZ - 38 * vary(0.08), junctionZ],
          xMm: [0, 0, 0],
          yMm: [rectumY + 7, -2, 0],
          halfAxesMm: [11.5 * anal, 12 * anal],
          taper: [0.08, 0],
          capExponent: 8,
        }),
      ],
      "Penile bulb": [
        part("Penile bulb", {
          endsMm: [apexZ - 24 * bulb, apexZ - 5],
          xMm: [0, 0, 0],
          yMm: [6, 4, 0],
          halfAxesMm: [11 * bulb, 9 * bulb],
        }),
      ],
      "Neurovascular bundles": [right.bundle, left.bundle],
      "Femoral head_R": [right.head],
      "Femoral head_L": [left.head],
      Prostate: [
        part("Prostate", {
          endsMm: [apexZ, 21 * prostate],
          xMm: [0, 0, 0],
          yMm: [0, -3, 0],
          halfAxesMm: [25 * prostate, 17 * prostate],
          taper: [0.12, 0],
        }),
      ],
      "Seminal vesicles": [right.vesicle, left.vesicle],
    },
    external: {
      endsMm: [-420, 420],
      xMm: [0, 0, 0],
      yMm: [0, 0, 0],
      halfAxesMm: [190 * width, 115 * vary(0.06)],
      tiltTurns: 0,
      taper: [0, 0],
      capExponent: 8,
      relief: constantRelief(0),
    },
  };
}

/** The same tube, from coordinates about the prostate to those of the image. */
function shift<T extends Pick<Tube, "endsMm" | "xMm" | "yMm">>(tube: T, [x, y, z]: Anatomy["centreMm"]): T {
  const { endsMm, xMm, yMm } = tube;
  return {
    ...tube,
    endsMm: [endsMm[0] + z, endsMm[1] + z],
    xMm: [xMm[0] + x, xMm[1], xMm[2]],
    yMm: [yMm[0] + y, yMm[1], yMm[2]],
  };
}
