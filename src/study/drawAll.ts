import { SoftdiceError } from "../core/errors.ts";
import type { PlacedPart } from "../image/part.ts";
import { type Entry, nameOf } from "./entry.ts";
import type { Drawn, Item } from "./item.ts";
import { canonicalName } from "./names.ts";
import { sameMask } from "./sameMask.ts";
import type { ObserverMask } from "./structure.ts";

/**
 * Draws one structure: one mask an observer; the entries know their voxels after that.
 *
 * @param remark says what was unusual
 * @throws SoftdiceError for one that cannot be drawn, and for two that contradict each other
 */
export function drawAll(
  structure: string,
  entries: readonly Entry[],
  remark: (text: string) => void,
): ObserverMask[] {
  const masks = new Map<string, ObserverMask & { readonly entry: Entry }>();
  for (const entry of entries) {
    const { item, observer } = entry;
    const earlier = masks.get(canonicalName(observer));
    const { mask, unjudged, notes, failure, planimetricMl }: Drawn = item.draw();
    const remarkOn = (text: string): void => remark(`${nameOf(item, observer)}: ${text}`);
    if (failure !== undefined) throw failure;
    if (mask === undefined) {
      entry.decision = "left out";
      entry.why = notes.length > 0 ? notes.join("; ") : "has no contours that enclose an area";
      remarkOn(`${entry.why}; left out`);
      continue;
    }
    if (notes.length > 0) remarkOn(notes.join("; "));
    entry.voxels = mask.data.reduce((sum, value) => sum + value, 0);
    if (earlier === undefined) {
      masks.set(canonicalName(observer), {
        observer,
        input: item.input,
        mask,
        unjudged,
        origin: item.origin,
        planimetricMl,
        contoursMm: item.contoursMm,
        entry,
      });
    } else if (sameMask(earlier.mask, mask) && areAlike(earlier.unjudged, unjudged)) {
      entry.decision = "left out";
      entry.why = `the same as ${nameOf(earlier.entry.item, observer)}, given twice`;
      remarkOn(`${entry.why}; it counts once`);
    } else throw twoDelineations(structure, earlier.entry.item, item, observer);
  }
  if (masks.size > 0) return [...masks.values()];
  throw new SoftdiceError({
    subject: structure === "" ? entries[0].item.input : structure,
    problem: "has no contours that enclose an area",
    expected: "at least one observer's delineation",
    remedy: "leave the structure out with --structures",
  });
}

function areAlike(a: PlacedPart | undefined, b: PlacedPart | undefined): boolean {
  return a === undefined || b === undefined ? a === b : sameMask(a, b);
}

function twoDelineations(structure: string, first: Item, second: Item, observer: string): SoftdiceError {
  const of = ({ name, input }: Item): string => (name === undefined ? input : `"${name}" in ${input}`);
  return new SoftdiceError({
    subject: structure === "" ? second.input : structure,
    problem: `has two different delineations of ${observer}: ${of(first)} and ${of(second)}`,
    expected: "one of each observer",
    remedy: "leave one out, or tell them apart with --rois",
  });
}
