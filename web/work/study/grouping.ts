import { type FileLabel, labelFiles } from "../../../src/formats/fileLabels.ts";
import { parseRoiName } from "../../../src/formats/dicom/names.ts";

/** Where a delineation comes from. */
export interface Origin {
  /** Name of the ROI, the segment or, for a file with one mask, the file. */
  readonly name: string;
  /** The file with its folders. */
  readonly path: string;
  /** Whether the name is the file's own, because the file holds one mask. */
  readonly isFileName: boolean;
}

/**
 * Tells structures and observers apart by their names:
 *
 * 1. "Rectum (User2)" is User2's rectum.
 * 2. Several structures in each of several files: the file is the observer, or its folder where files have one name.
 * 3. One mask a file, files of the same name in several folders: the folder is the observer.
 * 4. One mask a file, all names different: one structure, and the file is the observer.
 */
export function labelDelineations(origins: readonly Origin[]): FileLabel[] {
  const plain = origins.filter(({ name }) => parseRoiName(name).observer === undefined);
  const singles = plain.filter(({ isFileName }) => isFileName);
  const places = labelFiles(singles);
  const placeOf = new Map(singles.map((origin, n) => [origin, places[n]]));
  const files = new Set(plain.filter(({ isFileName }) => !isFileName).map(({ path }) => path));
  const isUnique = new Set([...files].map(fileName)).size === files.size;
  return origins.map((origin): FileLabel => {
    const { structure, observer } = parseRoiName(origin.name);
    if (observer !== undefined) return { structure, observer };
    const place = placeOf.get(origin);
    if (place === undefined) {
      const observerOf = isUnique ? fileName : folderName;
      return { structure, observer: files.size > 1 ? observerOf(origin.path) : "Contour" };
    }
    if (place.structure !== "") return place;
    const named = singles.length > 1 ? sharedName(singles.map(({ name }) => name)) : origin.name;
    return { structure: named, observer: place.observer };
  });
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/(\.seg)?\.(nii|nrrd|npz|dcm)?(\.gz)?$/i, "");
}

function folderName(path: string): string {
  const folders = path.split("/").slice(0, -1);
  return folders.at(-1) ?? fileName(path);
}

/** What all names begin with, without what separates it; "Structure" where that is nothing. */
function sharedName(names: readonly string[]): string {
  let length = 0;
  while (names.every((name) => name.length > length && name[length] === names[0][length])) length += 1;
  const shared = names[0].slice(0, length).replace(/[\s_.\-\d]*$/u, "");
  return shared.length > 2 ? shared : "Structure";
}
