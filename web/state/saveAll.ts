import { signal } from "@preact/signals";
import { SoftdiceError } from "../../src/core/errors.ts";
import { ONE_PATIENT } from "../../src/study/decisions.ts";
import { reportHtml, summaryJson } from "../exports/report.ts";
import { FileNames } from "../../src/report/fileNames.ts";
import type { Structure } from "../../src/formats/dicom/rtstruct-write.ts";
import type { Progress } from "../work/protocol.ts";
import type { ResultsRequest } from "../work/study/study.worker.ts";
import type { StructureResults } from "../work/study/results.ts";
import { inTurn } from "./history.ts";
import { type OpenStudy, report, shownPatient, study, structureNames } from "./study.ts";

/* Everything that the command line would write of what is open, in one archive: `<patient>/<structure>/<file>`. */

/** How far saving has come; undefined while nothing is saved. */
export const saving = signal<Progress | undefined>(undefined);

interface SavedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * All results under the choices that hold; choices that are made meanwhile wait until they are there.
 * @returns the archive and its name; undefined where nothing is open, or it failed and the page says why
 */
export async function allResults(): Promise<{ name: string; bytes: Uint8Array } | undefined> {
  let archive: { name: string; bytes: Uint8Array } | undefined;
  if (saving.peek() === undefined) await inTurn(async () => void (archive = await writeAll()));
  return archive;
}

async function writeAll(): Promise<{ name: string; bytes: Uint8Array } | undefined> {
  const open = study.peek();
  if (open === undefined || saving.peek() !== undefined) return undefined;
  const patient = shownPatient.peek() ?? ONE_PATIENT;
  const folder = new FileNames().take(patient);
  saving.value = { what: "Saving all", done: 0, total: open.info.structures.length };
  try {
    const { writeArchive } = await later(() => import("../../src/formats/zip/write.ts"));
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    const sink = new WritableStream<Uint8Array>({ write: (piece) => void pieces.push(piece.slice()) });
    await writeArchive(sink, resultFiles(open, patient, folder));
    return { name: `softdice ${folder}.zip`, bytes: new Uint8Array(await new Blob(pieces).arrayBuffer()) };
  } catch (error) {
    report(error);
    return undefined;
  } finally {
    saving.value = undefined;
  }
}

async function* resultFiles(open: OpenStudy, patient: string, folder: string): AsyncGenerator<SavedFile> {
  const folders = new FileNames(["figures"]);
  const text = new TextEncoder();
  const contours: Structure[] = [];
  for (const [structure, { name }] of open.info.structures.entries()) {
    const shown = structureNames.peek()[structure] ?? name;
    saving.value = { what: `Saving ${shown}`, done: structure, total: open.info.structures.length };
    const request: ResultsRequest = { structure, patient };
    const results = await open.remote.call<StructureResults>("results", request);
    const path = `${folder}/${folders.take(shown === "" ? "unnamed" : shown)}`;
    yield { path: `${path}/summary.json`, bytes: text.encode(summaryJson(results.report)) };
    for (const file of results.files) yield { path: `${path}/${file.name}`, bytes: file.bytes };
    yield { path: `${path}/report.html`, bytes: text.encode(reportHtml(shown, results.report)) };
    contours.push(...results.contours);
  }
  if (contours.length > 0) {
    const bytes = await open.remote.call<Uint8Array>("structureSet", contours);
    yield { path: `${folder}/consensus-rtstruct.dcm`, bytes };
  }
}

/** A part of the app that is loaded when it is needed. */
async function later<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new SoftdiceError({
      subject: "a part of the app",
      problem: "could not be loaded",
      expected: "a server that still runs",
      remedy: "start softdice app again on the same port, then try again",
      cause,
    });
  }
}
