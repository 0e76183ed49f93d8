import { METHODS } from "../../../src/raters/methods.ts";
import { structureFromMask, writeStructureSet } from "../../../src/formats/dicom/rtstruct-write.ts";
import type { Series } from "../../../src/formats/dicom/series.ts";
import { encodeNiftiGz } from "../../../src/formats/nifti/write.ts";
import { type Grid, voxelCount } from "../../../src/image/grid.ts";
import { emptyLike, type Volume, type VoxelArray } from "../../../src/image/volume.ts";
import type { AnalysedMethod, Analysis } from "./analysis.ts";
import { type Part, place } from "../../../src/image/part.ts";

/** What can be saved beyond tables and the report. */
export type ExportRequest =
  | { readonly kind: "marginal" }
  | { readonly kind: "staple-probability" }
  | { readonly kind: "method"; readonly method: AnalysedMethod["name"] }
  | { readonly kind: "threshold"; readonly threshold: number }
  | { readonly kind: "rtstruct" };

export interface ExportFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Makes a file of results; its volumes lie on the grid of the whole image. */
export async function makeExport(
  request: ExportRequest,
  analysis: Analysis,
  series: Series | undefined,
): Promise<ExportFile> {
  if (request.kind === "rtstruct")
    return { name: "consensus-rtstruct.dcm", bytes: structureSet(analysis, series) };
  const [name, values] = table(request, analysis);
  return { name: `${name}.nii.gz`, bytes: await encodeNiftiGz(spread(analysis, name, values)) };
}

/** The same of a probability map, from the map itself: exact at every threshold. */
export async function exportMap(
  request: ExportRequest,
  { grid, optimum }: Pick<Analysis, "grid" | "optimum">,
  map: Part<Float32Array | Float64Array>,
): Promise<ExportFile> {
  const above = (a: number): Part<Uint8Array> => onPart(map, (m) => m > a);
  const make = (name: string, part: Part<VoxelArray>): Promise<ExportFile> => encodePart(name, part, grid);
  if (request.kind === "marginal") return make("marginal", map);
  if (request.kind === "threshold") return make("threshold", above(request.threshold));
  if (request.kind === "method" && request.method === "half")
    return make(
      "half",
      onPart(map, (m) => m >= 0.5),
    );
  return make("dice-optimal", above(optimum.threshold));
}

function onPart(
  { box, data }: Part<Float32Array | Float64Array>,
  isIn: (m: number) => boolean,
): Part<Uint8Array> {
  const mask = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) mask[i] = Number(isIn(data[i]));
  return { box, data: mask };
}

async function encodePart(name: string, part: Part<VoxelArray>, grid: Grid): Promise<ExportFile> {
  const data = emptyLike(part.data, voxelCount(grid));
  place(part, { box: { start: [0, 0, 0], end: grid.shape }, data });
  return { name: `${name}.nii.gz`, bytes: await encodeNiftiGz({ name, grid, data }) };
}

/** The value of each class, and what the file is called. */
function table(
  request: Exclude<ExportRequest, { kind: "rtstruct" }>,
  { marginal, methods, stapleProbability }: Analysis,
): [name: string, values: Uint8Array | Float32Array] {
  const { kind } = request;
  if (kind === "marginal") return ["marginal", Float32Array.from(marginal)];
  if (kind === "staple-probability") return [kind, Float32Array.from(stapleProbability ?? [])];
  if (kind === "threshold") return [kind, Uint8Array.from(marginal, (m) => Number(m > request.threshold))];
  const method = methods.find(({ name }) => name === request.method);
  return [fileName(request.method), method?.taken ?? new Uint8Array(marginal.length)];
}

function fileName(name: AnalysedMethod["name"]): string {
  return name === "half" ? name : (METHODS[name].file ?? name);
}

/** Each voxel's value on the whole grid, by its class. */
function spread(
  { grid, box, classes }: Analysis,
  name: string,
  values: Uint8Array | Float32Array,
): Volume<Uint8Array> | Volume<Float32Array> {
  const make = values instanceof Uint8Array ? Uint8Array : Float32Array;
  const inside = new make(classes.length);
  for (let i = 0; i < classes.length; i++) inside[i] = values[classes[i]];
  const whole = { start: [0, 0, 0], end: grid.shape } as const;
  const data = new make(voxelCount(grid)).fill(values[0]);
  place({ box, data: inside }, { box: whole, data });
  return { name, grid, data } as Volume<Uint8Array> | Volume<Float32Array>;
}

/** Every method's segmentation as a structure; on the images that the contours came with, if they did. */
function structureSet(analysis: Analysis, series: Series | undefined): Uint8Array {
  const structures = analysis.methods
    .filter(({ voxels }) => voxels > 0)
    .map(({ name, taken }) =>
      structureFromMask(
        `${analysis.structure} (${fileName(name)})`.slice(-64),
        spread(analysis, name, taken).data,
        analysis.grid,
      ),
    );
  return writeStructureSet(structures, { label: "softdice", ...(series === undefined ? {} : { series }) });
}
