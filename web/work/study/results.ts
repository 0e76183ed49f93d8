import { type Structure, structureFromMask } from "../../../src/formats/dicom/rtstruct-write.ts";
import { encodeNiftiGz } from "../../../src/formats/nifti/write.ts";
import type { VoxelArray } from "../../../src/formats/volume.ts";
import { segmentation } from "../../../src/core/optimum.ts";
import { type Grid, voxelCount } from "../../../src/image/grid.ts";
import { place } from "../../../src/image/part.ts";
import { meanVotes } from "../../../src/raters/marginal.ts";
import { consensusMethods, METHODS } from "../../../src/raters/methods.ts";
import { paint } from "../../../src/raters/selection.ts";
import { agreementCsv, summaryCsv } from "../../../src/report/consensus/csv.ts";
import { curveCsv } from "../../../src/report/thresholdCsv.ts";
import { decisionsOn } from "../../../src/study/decisions.ts";
import type { ExportFile } from "./export.ts";
import { consensusReport, mapReport, type ReportData, summariseMasks } from "./reportData.ts";
import type { StoredStructure, StoredStudy } from "./stored.ts";

/** What the command line writes of one structure, all its observers counting. */
export interface StructureResults {
  /** Tables and volumes, under the command line's names. */
  readonly files: readonly ExportFile[];
  /** What the summary and the report are made of. */
  readonly report: ReportData;
  /** The methods' segmentations, where the observers' came as contours. */
  readonly contours: readonly Structure[];
}

/** @param patient an alias */
export async function resultsOf(
  study: StoredStudy,
  index: number,
  patient: string,
): Promise<StructureResults> {
  const structure = study.structures[index];
  return structure.kind === "masks" ? consensusResults(study, structure, patient) : mapResults(structure);
}

async function consensusResults(
  { decisions, remarksOn }: StoredStudy,
  { name: structure, grid, observers, areContours, reference }: Extract<StoredStructure, { kind: "masks" }>,
  patient: string,
): Promise<StructureResults> {
  const found = summariseMasks(observers, [...observers.keys()], grid);
  const { votes, result } = found;
  const map = found.wholeMap();
  const sources = decisionsOn(decisions, structure, patient);
  const summary = { ...found.summary, warnings: [...found.summary.warnings, ...remarksOn(structure)] };
  const floats = (values: Float64Array): Float32Array => map.expand(values, new Float32Array(map.voxels));
  const files: ExportFile[] = [
    textFile("summary.csv", summaryCsv(summary)),
    textFile("agreement.csv", agreementCsv(found.rows)),
    await volumeFile("staple-probability", grid, floats(result.staple.probability)),
    await volumeFile("marginal", grid, floats(meanVotes(votes))),
  ];
  const contours: Structure[] = [];
  for (const method of consensusMethods) {
    const { file } = METHODS[method];
    if (file === undefined) continue;
    const mask = paint(map, votes, result.selections[method]);
    files.push(await volumeFile(file, grid, mask));
    if (!areContours) continue;
    const name = structure === "" ? file : `${structure} (${file})`;
    contours.push(structureFromMask(name, mask, grid, undefined, reference));
  }
  return { files, report: consensusReport({ ...found, summary }, { structure, patient, sources }), contours };
}

/** The map's Dice-optimal segmentation, on its whole grid. */
async function mapResults(map: Extract<StoredStructure, { kind: "map" }>): Promise<StructureResults> {
  const { grid, part } = map;
  const report = mapReport(map, grid);
  const whole = {
    box: { start: [0, 0, 0], end: grid.shape } as const,
    data: new Float64Array(voxelCount(grid)),
  };
  place({ box: part.box, data: Float64Array.from(part.data) }, whole);
  const mask = segmentation(whole.data, report.summary.threshold);
  const files = [textFile("curve.csv", curveCsv(report.curve)), await volumeFile("dice-optimal", grid, mask)];
  return { files, report, contours: [] };
}

function textFile(name: string, text: string): ExportFile {
  return { name, bytes: new TextEncoder().encode(text) };
}

async function volumeFile(name: string, grid: Grid, data: VoxelArray): Promise<ExportFile> {
  return { name: `${name}.nii.gz`, bytes: await encodeNiftiGz({ name, grid, data }) };
}
