import { SoftdiceError } from "../../core/errors.ts";
import { type Structure, writeStructureSet } from "../../formats/dicom/rtstruct-write.ts";
import { votePatterns } from "../../raters/patterns.ts";
import { type ConsensusSummary, summarize } from "../../raters/summary.ts";
import { FileNames } from "../fileNames.ts";
import type { Observed } from "./collect.ts";
import type { Gathered } from "./gather.ts";
import type { ConsensusParameters } from "./parameters.ts";
import { agreementCsv, summaryCsv } from "./tables.ts";
import { weightsOf } from "./weights.ts";

/** What became of one patient, or of one call. */
export interface CaseResult {
  readonly structures: readonly NamedSummary[];
  readonly failures: readonly { readonly structure: string; readonly reason: string }[];
  /** What there was, wanted or not. */
  readonly met: {
    readonly structures: readonly string[];
    readonly observers: readonly string[];
    readonly labels: readonly number[];
  };
}

export interface NamedSummary {
  /** Empty where nothing names it. */
  readonly structure: string;
  /** Folder of its files below the case's, empty for the only structure. */
  readonly folder: string;
  readonly summary: ConsensusSummary;
}

/**
 * Makes the consensus of every structure that was gathered and writes its files.
 *
 * @param write writes one file, by its name below the case's folder
 */
export async function runCase(
  gathered: Gathered,
  parameters: ConsensusParameters,
  write: (name: string, data: string | Uint8Array) => void,
): Promise<CaseResult> {
  const failures = gathered.failures.map(({ structure, error }) => ({ structure, reason: error.message }));
  const folders = new FileNames(["figures"]);
  const contours: Structure[] = [];
  const structures: NamedSummary[] = [];
  const isOnly = gathered.structures.size + failures.length === 1;
  for (const observed of gathered.structures.values()) {
    const folder = isOnly ? "" : folders.take(observed.structure === "" ? "unnamed" : observed.structure);
    try {
      const summary = await runStructure(
        observed,
        parameters,
        gathered.remarksOn(observed.structure),
        (name, data) => write(folder === "" ? name : `${folder}/${name}`, data),
        gathered.dicom === undefined ? undefined : contours,
      );
      structures.push({ structure: observed.structure, folder, summary });
    } catch (error) {
      if (!(error instanceof SoftdiceError)) throw error;
      failures.push({ structure: observed.structure, reason: error.message });
    }
  }
  if (contours.length > 0) {
    const { series } = gathered.dicom ?? {};
    const options = series === undefined ? { label: "consensus" } : { label: "consensus", series };
    write("consensus-rtstruct.dcm", writeStructureSet(contours, options));
  }
  const { met } = gathered;
  return {
    structures,
    failures,
    met: { structures: [...met.structures], observers: [...met.observers], labels: [...met.labels] },
  };
}

/** Writes one structure's files; the masks' contours are added to `contours` where that is there. */
async function runStructure(
  observed: Observed,
  parameters: ConsensusParameters,
  remarks: readonly string[],
  write: (name: string, data: string | Uint8Array) => void,
  contours: Structure[] | undefined,
): Promise<ConsensusSummary> {
  const { map, grid, names } = observed;
  const votes = votePatterns(map, { weights: weightsOf(names, parameters.weights) });
  const found = summarize({ map, votes, grid }, names, parameters);
  const summary = { ...found.summary, warnings: [...found.summary.warnings, ...remarks] };
  write("summary.json", `${JSON.stringify(summary, undefined, 1)}\n`);
  write("summary.csv", summaryCsv(summary));
  write("agreement.csv", agreementCsv(found.rows));
  if (!parameters.files) return summary;
  const { writeFiles } = await import("./writeFiles.ts");
  const sink = { write, contours: contours !== undefined };
  const drawn = await writeFiles(observed, votes, { ...found, summary }, parameters, sink);
  contours?.push(...drawn);
  return summary;
}
