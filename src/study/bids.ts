import { lastPart } from "./source.ts";
import { withoutEnding } from "./foreign.ts";
import type { Layout, Place } from "./pattern.ts";

/** Suffixes of BIDS derivatives that hold masks or label maps; any other is an image. */
const MASKS = new Set(["mask", "dseg", "seg", "probseg", "label", "lesion", "roi"]);

/** How `--pattern` names this layout. */
export const BIDS_PATTERN = "bids";

/**
 * Derivatives of the Brain Imaging Data Structure: `sub-<patient>/[ses-<session>/]anat/sub-…_desc-<observer>_label-
 * <structure>_mask`, the community's convention for raters, or a data set for each rater, `derivatives/<observer>/sub-…`.
 * Subjects, or sessions of them, are patients. Source: BIDS 1.10, "Derivatives: imaging".
 */
export const bids: Layout = {
  pattern: BIDS_PATTERN,
  roles: new Set(["patient", "structure", "observer"]),
  placeOf: bidsPlace,
};

function bidsPlace(place: string): Place | undefined {
  const folders = place.split("/").slice(0, -1);
  const subject = folders.findIndex((folder) => /^sub-[\da-z]+$/iu.test(folder));
  if (subject < 0) return undefined;
  const name = lastPart(withoutEnding(place));
  if (!name.startsWith(folders[subject])) return undefined;
  const parts = name.split("_");
  if (!MASKS.has(parts.at(-1) ?? "")) return undefined;
  const entity = (key: string): string | undefined =>
    parts.find((part) => part.startsWith(`${key}-`))?.slice(key.length + 1);
  const session = folders.find((folder, n) => n > subject && folder.startsWith("ses-"));
  const dataSet = folders[subject - 1];
  const observer = entity("desc") ?? (folders[subject - 2] === "derivatives" ? dataSet : undefined);
  if (observer === undefined) return undefined;
  return {
    patient: session === undefined ? folders[subject] : `${folders[subject]}_${session}`,
    structure: entity("label") ?? "",
    observer,
  };
}

/** Whether a place is that of a subject of a BIDS data set, mask or not. */
export function isBids(place: string): boolean {
  return /(?:^|\/)(sub-[\da-z]+)\/(?:[^/]+\/)*\1_[^/]*$/iu.test(place);
}
