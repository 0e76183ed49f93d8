import { SoftdiceError } from "../core/errors.ts";
import { unionOf } from "../image/part.ts";
import type { Item } from "./item.ts";
import type { Place } from "./pattern.ts";
import type { LabelClass, Policy } from "./policy.ts";
import type { FoundMask, VolumeFile } from "./volumes.ts";

/** The masks of files of volumes as items; each label of label maps is one. */
export function volumeItems(
  files: readonly VolumeFile[],
  said: (place: string) => Place,
  { labels: wanted, labelClasses: classes, ignoreLabel }: Policy,
): { readonly labels: readonly number[]; readonly items: readonly Item[] } {
  const met = new Set(files.flatMap(({ masks }) => masks.flatMap(({ labels }) => labels)));
  const all = [...met].sort((a, b) => a - b);
  const areLabelMaps =
    wanted !== undefined || files.some(({ masks }) => masks.some(({ labels }) => labels.length > 1));
  const items = files.flatMap(({ source, masks }) => {
    const ofClass = (mask: FoundMask, { name, labels }: LabelClass): Item => ({
      ...make(mask, labels[0]),
      name,
      failure: noneOf(source.name, mask, classes ?? [], ignoreLabel),
      draw: () => ({
        mask: unionOf(labels.map((label) => mask.part(label))),
        unjudged: ignoreLabel === undefined ? undefined : mask.part(ignoreLabel),
        notes: [],
        failure: undefined,
      }),
    });
    const make = (mask: FoundMask, label?: number): Item => ({
      input: source.name,
      place: source.place,
      name: label === undefined ? mask.name : `label ${label}`,
      said:
        label !== undefined && mask.name !== undefined
          ? { observer: mask.name, ...said(source.place) }
          : said(source.place),
      origin: { kind: label === undefined ? "volume" : "label", isUnplaced: mask.isUnplaced },
      hasArea: true,
      failure: undefined,
      contoursMm: mask.contoursMm,
      draw: () => ({ mask: mask.part(label), notes: [], failure: undefined }),
    });
    return masks.flatMap((mask) => {
      if (classes !== undefined && (mask.name === undefined || mask.labels.length > 1))
        return classes.map((one) => ofClass(mask, one));
      if (!areLabelMaps || (mask.name !== undefined && mask.labels.length < 2)) return [make(mask)];
      // Of a label that an image does not hold its observer marked nothing, asked for or not.
      return (wanted ?? all).map((label) => make(mask, label));
    });
  });
  return { labels: all, items };
}

/** Why a label map is none of these classes: it marks something, but nothing that is one of them. */
function noneOf(
  subject: string,
  { labels }: FoundMask,
  classes: readonly LabelClass[],
  ignoreLabel: number | undefined,
): SoftdiceError | undefined {
  const known = new Set([
    ...classes.flatMap((one) => one.labels),
    ...(ignoreLabel === undefined ? [] : [ignoreLabel]),
  ]);
  if (labels.length === 0 || labels.some((label) => known.has(label))) return undefined;
  return new SoftdiceError({
    subject,
    problem: `holds ${labels.length === 1 ? "the label" : "the labels"} ${labels.slice(0, 8).join(", ")}`,
    expected: `some of the labels of the structures, ${[...known].slice(0, 8).join(", ")}`,
    remedy: "give it these labels, or leave it out",
  });
}
