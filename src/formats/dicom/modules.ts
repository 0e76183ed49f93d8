import type { PatientIdentity } from "./patient.ts";
import type { DatasetRecord } from "./write.ts";

/**
 * The patient, study and equipment modules of what softdice writes. They name nobody unless a patient is given: an object is
 * tied to its images by UIDs alone, and only to those that the caller passes; where it is, it says nothing of the patient,
 * since another name than that of the images would make it another patient's.
 *
 * PatientIdentityRemoved, which promises that UIDs were replaced too (PS3.15, annex E), stands only in an object without
 * any UID of another.
 *
 * @param studyUid of the images; `undefined` for an object that stands alone
 * @param ownStudyUid the study of an object that stands alone
 */
export function patientModules(
  studyUid: string | undefined,
  ownStudyUid: string,
  patient?: PatientIdentity,
): DatasetRecord {
  const isAlone = studyUid === undefined && patient === undefined;
  return {
    PatientName: isAlone ? "ANONYMOUS" : (patient?.name ?? ""),
    PatientID: isAlone ? "ANONYMOUS" : (patient?.id ?? ""),
    PatientBirthDate: patient?.birthDate ?? "",
    PatientSex: patient?.sex ?? "",
    PatientIdentityRemoved: isAlone ? "YES" : undefined,
    DeidentificationMethod: isAlone ? "softdice writes no patient data" : undefined,
    StudyInstanceUID: studyUid ?? ownStudyUid,
    StudyDate: "",
    StudyTime: "",
    StudyID: "",
    AccessionNumber: "",
    ReferringPhysicianName: "",
    Manufacturer: "softdice",
    ManufacturerModelName: "softdice",
    DeviceSerialNumber: "0",
    SoftwareVersions: "softdice",
  };
}
