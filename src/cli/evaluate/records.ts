import type { MapRecord } from "../../evaluation/mapEvaluation.ts";
import type { CaseResult } from "./runCase.ts";

/** What is `null` where it is not there; any other null is a NaN that went through JSON. */
const OPTIONAL = new Set(["map", "record", "surfaces"]);

/** A case's result as a journal keeps it: arrays as lists, NaN as null. */
export function toRecords(result: CaseResult): unknown {
  return JSON.parse(
    JSON.stringify(result, (_, value: unknown) => (value instanceof Float64Array ? [...value] : value)),
  );
}

/** The result that {@link toRecords} made a document of. */
export function fromRecords(document: unknown): CaseResult {
  const { sources, met } = document as CaseResult;
  const { rows, failures } = withNaN(document) as CaseResult;
  return {
    failures,
    sources,
    met,
    rows: rows.map((row) => ({ ...row, record: row.record && asArrays(row.record) })),
  };
}

function asArrays({ curve, calibration }: MapRecord): MapRecord {
  const { counts, predicted, observed } = calibration;
  return {
    curve: Float64Array.from(curve),
    calibration: {
      counts: Float64Array.from(counts),
      predicted: Float64Array.from(predicted),
      observed: Float64Array.from(observed),
    },
  };
}

function withNaN(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => (each === null ? Number.NaN : withNaN(each)));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      each === null && !OPTIONAL.has(key) ? Number.NaN : withNaN(each),
    ]),
  );
}
