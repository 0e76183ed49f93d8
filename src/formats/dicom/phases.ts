import type { Dataset } from "./dataset.ts";
import type { Slice } from "./slices.ts";
import { alongNormal } from "./vectors.ts";

/** What tells images of one place apart, in the order in which it is tried. */
const KEYS = ["temporal position", "trigger time", "acquisition", "b-value", "echo"] as const;

/** The values of an image's {@link KEYS}, where its headers give them. */
export type PhaseValues = readonly (number | undefined)[];

/**
 * @param dataset of the file
 * @param group finds a functional group of the frame; the file itself where it has none
 */
export function readPhase(
  dataset: Dataset,
  group: (
    sequence:
      "FrameContentSequence" | "MRDiffusionSequence" | "MREchoSequence" | "CardiacSynchronizationSequence",
  ) => Dataset,
): PhaseValues {
  const content = group("FrameContentSequence");
  return [
    content.number("TemporalPositionIndex") ?? dataset.number("TemporalPositionIdentifier"),
    group("CardiacSynchronizationSequence").number("NominalCardiacTriggerDelayTime") ??
      dataset.number("TriggerTime"),
    content.number("FrameAcquisitionNumber") ?? dataset.number("AcquisitionNumber"),
    group("MRDiffusionSequence").number("DiffusionBValue"),
    group("MREchoSequence").number("EffectiveEchoTime") ?? dataset.number("EchoTime"),
  ];
}

/** Planes of one phase, and which it is, in words; `undefined` if there is one only. */
export interface Phase {
  readonly slices: readonly Slice[];
  readonly label: string | undefined;
}

/** Two planes less than this apart, in mm, are at one place. */
const SAME_PLACE_MM = 1e-3;

/**
 * Takes the phases, echoes or b-values apart that travel under one series: where at least half of the places have several
 * images, by the first of {@link KEYS} whose values leave fewer images at each place, and what remains by the next.
 *
 * @param slices parallel planes of one pixel grid
 */
export function splitPhases(slices: readonly Slice[], from = 0): Phase[] {
  const most = imagesAtAPlace(slices);
  const last = most > 1 ? KEYS.length : from;
  for (let key = from; key < last; key++) {
    const parts = new Map<number | undefined, Slice[]>();
    for (const slice of slices) {
      const value = slice.phase[key];
      parts.set(value, [...(parts.get(value) ?? []), slice]);
    }
    const isSplit =
      parts.size > 1 &&
      parts.size <= most &&
      [...parts.values()].every((part) => imagesAtAPlace(part) < most);
    if (!isSplit) continue;
    return [...parts].flatMap(([value, part]) => {
      const own = value === undefined ? `no ${KEYS[key]}` : `${KEYS[key]} ${value}`;
      return splitPhases(part, key + 1).map(({ slices: split, label }) => ({
        slices: split,
        label: label === undefined ? own : `${own}, ${label}`,
      }));
    });
  }
  return [{ slices, label: undefined }];
}

/** The largest number of images at one place, 1 unless at least half of the places have several. */
function imagesAtAPlace(slices: readonly Slice[]): number {
  const counts: number[] = [];
  let last = -Infinity;
  for (const place of slices.map(alongNormal).sort((a, b) => a - b)) {
    if (place - last <= SAME_PLACE_MM) counts[counts.length - 1] += 1;
    else {
      counts.push(1);
      last = place;
    }
  }
  const repeated = counts.filter((count) => count > 1).length;
  return 2 * repeated < counts.length ? 1 : Math.max(1, ...counts);
}
