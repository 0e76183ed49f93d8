import type { Dataset } from "./dataset.ts";

/** What a file says of the patient. To keep patients apart, and to be copied where a user asks for it; never shown. */
export interface PatientIdentity {
  /** PatientID without blanks around it; `undefined` if it is empty. */
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly birthDate: string | undefined;
  readonly sex: string | undefined;
}

export function readPatient(dataset: Dataset): PatientIdentity {
  return {
    id: dataset.text("PatientID"),
    name: dataset.text("PatientName"),
    birthDate: dataset.text("PatientBirthDate"),
    sex: dataset.text("PatientSex"),
  };
}
