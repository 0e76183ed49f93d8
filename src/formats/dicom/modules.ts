import type { DatasetRecord } from "./write.ts";

/**
 * The patient, study and equipment modules of what softdice writes. They name nobody: an object is tied to its images
 * by UIDs alone, and only to those that the caller passes.
 */
export function anonymousModules(studyUid: string): DatasetRecord {
  return {
    PatientName: "ANONYMOUS",
    PatientID: "ANONYMOUS",
    PatientBirthDate: "",
    PatientSex: "",
    PatientIdentityRemoved: "YES",
    DeidentificationMethod: "softdice writes no patient data",
    StudyInstanceUID: studyUid,
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
