import type { Sample } from "../table1/sample.ts";
import type { PatientResult, StructureSample } from "./patient.ts";
import type { PlannedStructure } from "./plan.ts";

/** What came of the patients, in the order of the cohort; undefined where a patient failed. */
export type Cohort = readonly (PatientResult | undefined)[];

/** One structure's samples with their patients' indices. */
export interface StructureCohort {
  readonly row: string;
  readonly samples: readonly { readonly patient: number; readonly result: StructureSample }[];
}

/** The samples by structure, in the plan's order; structures without one are left out. */
export function byStructure(plan: readonly PlannedStructure[], cohort: Cohort): StructureCohort[] {
  return plan
    .map(({ row }) => ({
      row,
      samples: cohort.flatMap((patient, index) =>
        (patient?.structures ?? []).flatMap((result) =>
          result.row === row && "measurement" in result ? [{ patient: index, result }] : [],
        ),
      ),
    }))
    .filter(({ samples }) => samples.length > 0);
}

/** The rows of `samples.csv`: structure by structure; `sample` is the patient's index in the cohort. */
export function tableSamples(structures: readonly StructureCohort[]): Sample[] {
  return structures.flatMap(({ row, samples }) =>
    samples.map(({ patient, result }): Sample => ({
      experiment: "G",
      row,
      sample: patient,
      ...result.measurement,
    })),
  );
}

/** Something that is missing in the cohort. */
export interface Shortfall {
  /** The patient, and where it matters the structure. */
  readonly what: string;
  readonly reason: string;
}

/** Structures without a sample and observers without a vote, patient by patient. */
export function shortfalls(names: readonly string[], cohort: Cohort): Shortfall[] {
  return cohort.flatMap((patient, index) =>
    (patient?.structures ?? []).flatMap((result): Shortfall[] => {
      const what = `${names[index]}, ${result.row}`;
      if ("failure" in result) return [{ what, reason: result.failure }];
      if (result.missing.length === 0) return [];
      const { observers } = result.volumes;
      return [
        {
          what,
          reason: `${result.missing.join(", ")}; the marginal is the mean over ${observers} ${observers === 1 ? "observer" : "observers"}`,
        },
      ];
    }),
  );
}
