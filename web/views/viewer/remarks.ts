/** Where a remark of the summary belongs: beside the figures that it is about. */
export type RemarkPlace = "observers" | "threshold" | "methods" | "distances";

/** Remarks are sentences of `raters/warnings.ts`; what it says there decides the place, and observers get the rest. */
const PLACES: readonly (readonly [pattern: RegExp, place: RemarkPlace])[] = [
  [/^STAPLE /, "methods"],
  [/tie with the threshold/, "threshold"],
  [/^Exactly half of the votes/, "threshold"],
  [/axes of the image are not at right angles/, "distances"],
];

export function placeOfRemark(warning: string): RemarkPlace {
  return PLACES.find(([pattern]) => pattern.test(warning))?.[1] ?? "observers";
}
