import { withoutEnding } from "./foreign.ts";
import type { Source } from "./source.ts";

/**
 * An .npz beside an image of its name is the probability map of which a model made that image, as nnU-Net writes them, if
 * the image holds masks: it is looked at only where it does not.
 *
 * @param isPlaced whether a layout says whose a source is: a folder of predictions by itself holds cases, and no observers
 */
export function withoutOwnMaps(
  sources: readonly Source[],
  isPlaced: (source: Source) => boolean,
): {
  readonly first: readonly Source[];
  readonly maps: readonly { readonly map: Source; readonly beside: Source }[];
} {
  const images = new Map(
    sources.flatMap((one) => (NUMPY.test(one.place) ? [] : [[withoutEnding(one.place), one] as const])),
  );
  const maps = sources.flatMap((map) => {
    const beside =
      /\.npz$/iu.test(map.place) && !map.isNamed && isPlaced(map)
        ? images.get(withoutEnding(map.place))
        : undefined;
    return beside === undefined ? [] : [{ map, beside }];
  });
  const later = new Set(maps.map(({ map }) => map));
  return { first: sources.filter((source) => !later.has(source)), maps };
}

const NUMPY = /\.np[yz]$/iu;
