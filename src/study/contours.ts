import { SoftdiceError } from "../core/errors.ts";
import { type MaskOptions, maskSources, type MaskStructure, type SpareMask } from "../formats/dicom/masks.ts";
import { seriesLabel } from "../formats/dicom/series.ts";
import type { Study as DicomObjects } from "../formats/dicom/study.ts";
import { partOf } from "../image/part.ts";
import type { Drawn, Item } from "./item.ts";
import type { Place } from "./pattern.ts";
import type { Policy } from "./policy.ts";
import type { Source } from "./source.ts";

/** What a pile of DICOM objects says of delineations. */
export interface ContourItems {
  readonly items: readonly Item[];
  readonly remarks: readonly string[];
  /** Objects that should have held delineations and fit nothing; those that cannot be read are the scan's to say. */
  readonly problems: readonly SoftdiceError[];
}

/**
 * The structures of RTSTRUCT and SEG objects as items, none of them voxels yet: each is rasterised when it is drawn.
 *
 * @param said what the user's pattern says of each file, by its name
 */
export function contourItems(
  objects: DicomObjects,
  sources: ReadonlyMap<string, Source>,
  said: (place: string) => Place,
  policy: Policy,
): ContourItems {
  if (objects.structureSets.length + objects.segmentations.length === 0) {
    return { items: [], remarks: [], problems: [] };
  }
  const options: MaskOptions = {
    grid: policy.grid ?? "series",
    nested: policy.nested ?? "holes",
    ...(policy.series === undefined ? {} : { series: policy.series }),
    ...(policy.betweenPlanes === undefined ? {} : { betweenPlanes: policy.betweenPlanes }),
    assumeSameFrame: policy.assumeSameFrame === true,
    assumeSamePatient: policy.assumeSamePatient === true,
  };
  const { sources: files, problems } = maskSources(objects, options);
  const drawn = drawnBefore(objects, options);
  const spare: SpareMask[] = [];
  const items = files.flatMap(({ file, kind, patientId, studyUid, structures }) => {
    const place = sources.get(file)?.place ?? file;
    return structures.map((structure, n): Item => ({
      input: file,
      place,
      name: structure.name,
      said: said(place),
      origin: {
        kind,
        patientId,
        studyUid,
        frameOfReferenceUid: structure.frameOfReferenceUid,
        choice: structure.choice,
        reference: structure.reference,
      },
      hasArea: structure.hasArea,
      contoursMm: structure.contoursMm,
      failure: structure.failure,
      draw: () => {
        const key = JSON.stringify([file, n]);
        const earlier = drawn.get(key) ?? drawContours(structure, file, spare);
        drawn.set(key, earlier);
        return earlier;
      },
    }));
  });
  const choices = new Set(
    items.map(({ origin }) => origin.choice?.series).filter((series) => series !== undefined),
  );
  const remarks = [...choices].flatMap((series) =>
    series.notes.map((note) => `${seriesLabel(series)}: ${note}`),
  );
  return { items, remarks, problems };
}

/** What was drawn of these objects with these options: a study that is read anew under other names draws nothing twice. */
const drawnOf = new WeakMap<DicomObjects, Map<string, Map<string, Drawn>>>();

function drawnBefore(objects: DicomObjects, options: MaskOptions): Map<string, Drawn> {
  const byOptions = drawnOf.get(objects) ?? new Map<string, Map<string, Drawn>>();
  drawnOf.set(objects, byOptions);
  const key = JSON.stringify(options);
  const drawn = byOptions.get(key) ?? new Map<string, Drawn>();
  byOptions.set(key, drawn);
  return drawn;
}

function drawContours(structure: MaskStructure, file: string, spare: SpareMask[]): Drawn {
  const { volume, layers, notes, failure, report } = structure.rasterise(spare);
  if (volume === undefined || failure !== undefined) return { mask: undefined, notes, failure };
  const { data } = volume;
  if (!(data instanceof Uint8Array)) return drawFractions(structure.name, file, volume.grid, data, notes);
  const mask = partOf({ ...volume, data });
  spare.push({ data, layers });
  if (spare.length > 1) spare.shift();
  return { mask, notes, failure: undefined, planimetricMl: report?.planimetricVolumeMl };
}

/** A fractional segmentation is a mask only where all its fractions are 0 or 1. */
function drawFractions(
  name: string,
  file: string,
  grid: Parameters<typeof partOf>[0]["grid"],
  data: Float32Array,
  notes: readonly string[],
): Drawn {
  const odd = data.find((value) => value !== 0 && value !== 1);
  if (odd === undefined)
    return { mask: partOf({ name, grid, data: Uint8Array.from(data) }), notes, failure: undefined };
  const failure = new SoftdiceError({
    subject: `${file}: ${name}`,
    problem: `holds fractions such as ${Number(odd.toPrecision(4))}`,
    expected: "a segmentation of voxels that are in or out",
    remedy: "threshold it first, for instance with softdice threshold",
  });
  return { mask: undefined, notes, failure };
}
