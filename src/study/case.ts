import { SoftdiceError } from "../core/errors.ts";
import type { Volume } from "../image/volume.ts";
import { Account, type Remark } from "./account.ts";
import type { Decision } from "./decisions.ts";
import { drawAll } from "./drawAll.ts";
import type { Entry } from "./entry.ts";
import { labelItems } from "./labelling.ts";
import { canonicalName, isAskedFor, sameName } from "./names.ts";
import { frameFailure, requireOnePatient } from "./patients.ts";
import type { Place } from "./pattern.ts";
import { parsePattern } from "./pattern.ts";
import type { Policy, Tools } from "./policy.ts";
import { settleRepeats } from "./repeats.ts";
import { scan, type Scan } from "./scan.ts";
import type { Source } from "./source.ts";
import { combine, type Observed } from "./structure.ts";

/** A source, and what a layout of the study says of it. */
export interface PlacedSource {
  readonly source: Source;
  readonly said: Place;
}

/** One structure of a patient, as far as its observers are known. */
export interface CaseStructure {
  /** Empty where nothing names it. */
  readonly name: string;
  readonly observers: readonly string[];
  /** Whether it is a label of label maps, whose voxels belong to one label only. */
  readonly isLabel: boolean;
  /** Whether it came as contours or segments of DICOM objects. */
  readonly isContour: boolean;
  /**
   * Draws all observers and brings them to one grid; once, and the decisions know their voxels after that.
   * @throws SoftdiceError that says why the structure has failed
   */
  readonly observe: () => Observed;
}

/** One patient's delineations: what every entrance computes from. */
export interface Case {
  readonly structures: readonly CaseStructure[];
  /** Structures that failed before anything was drawn. */
  readonly failures: readonly { readonly structure: string; readonly error: SoftdiceError }[];
  /** Files of observers who are missing, without a structure that fails with them. */
  readonly missing: readonly SoftdiceError[];
  /** What became of everything that was met. */
  readonly decisions: () => readonly Decision[];
  /** What became of each delineation: the decisions without files that hold none. */
  readonly items: () => readonly Decision[];
  /** What was unusual or passed over, a sentence each, with the structure that it is about unless that is all. */
  readonly remarks: readonly Remark[];
  /** The names and labels that there were, wanted or not. */
  readonly met: {
    readonly structures: readonly string[];
    readonly observers: readonly string[];
    readonly labels: readonly number[];
  };
  /** Probability maps, which are no observer's masks. */
  readonly maps: readonly Volume[];
  /** Images in files of volumes; those of DICOM series are read through `scan`. */
  readonly images: readonly Volume[];
  readonly scan: Scan;
}

/**
 * Opens one patient's files: finds out who drew what, on which grid, and accounts for everything that was met.
 *
 * @param given sources, with what a study's layout says of each
 * @param subject what errors name where no file is at fault
 * @throws SoftdiceError for files of several patients, for names that can be read in two ways, for a file named itself that
 * cannot be used, and for one that cannot be read and could have held any structure
 */
export async function openCase(
  given: readonly PlacedSource[],
  policy: Policy = {},
  tools: Tools = {},
  subject: string = "input",
): Promise<Case> {
  if (given.length === 0) throw noFile(subject);
  const byPlace = new Map(given.map(({ source, said }) => [source.place, said]));
  const saidOf = (place: string): Place => byPlace.get(place) ?? {};
  const isSkipped = ({ place }: Source): boolean => {
    const { structure } = saidOf(place);
    return structure !== undefined && policy.rois === undefined && !isAskedFor(policy.structures, structure);
  };
  const found = await scan(
    given.map(({ source }) => source),
    tools,
    isSkipped,
    ({ place }) => saidOf(place).patient !== undefined,
  );
  return openScan(found, policy, saidOf, subject);
}

/**
 * The same of files that were read.
 *
 * @param saidOf what a study's layout says of a place
 */
export async function openScan(
  found: Scan,
  policy: Policy,
  saidOf: (place: string) => Place = () => ({}),
  subject: string = "input",
): Promise<Case> {
  const own = policy.pattern === undefined ? undefined : parsePattern(policy.pattern, "pattern");
  const labelled = await labelItems(found, saidOf, own, policy, subject);
  const account = new Account(policy);
  account.addFiles(found, saidOf, labelled.unread);
  for (const { item, label } of labelled.items) account.add(item, label);
  requireOnePatient(account.compared(), subject, policy.assumeSamePatient === true);
  return caseOf(account, found, labelled.labels, policy);
}

/** The case that an account amounts to. */
function caseOf(account: Account, found: Scan, labels: readonly number[], policy: Policy): Case {
  settleRepeats(
    account.entries,
    (structure, text) => account.remarks.push({ structure, text }),
    (structure, error) => account.fail(structure, error),
  );
  const names = new Map<string, Entry[]>();
  for (const entry of account.entries) {
    if (entry.decision !== "used") continue;
    const key = canonicalName(entry.structure);
    names.set(key, [...(names.get(key) ?? []), entry]);
  }
  account.remarkOnNobodys();
  const structures: CaseStructure[] = [];
  for (const entries of names.values()) {
    const { structure } = entries[0];
    if (account.hasFailed(structure)) continue;
    const items = entries.map(({ item }) => item);
    const failure = policy.assumeSameFrame === true ? undefined : frameFailure(structure, items);
    if (failure === undefined) structures.push(structureOf(structure, entries, account, policy));
    else account.failAll(structure, entries, failure);
  }
  return {
    structures: structures.sort((a, b) => Number(b.observers.length > 1) - Number(a.observers.length > 1)),
    failures: account.failures,
    missing: account.missing,
    decisions: () => account.decisions(),
    items: () => account.itemDecisions(),
    remarks: account.remarks,
    met: { ...account.met(), labels },
    maps: found.volumes.flatMap((file) => ("maps" in file ? file.maps : [])),
    images: found.volumes.flatMap((file) => ("images" in file ? file.images : [])),
    scan: found,
  };
}

function structureOf(
  structure: string,
  entries: readonly Entry[],
  account: Account,
  policy: Policy,
): CaseStructure {
  let observed: Observed | SoftdiceError | undefined;
  return {
    name: structure,
    observers: [...new Set(entries.map(({ observer }) => observer))],
    isLabel: entries.some(({ item }) => item.origin.kind === "label"),
    isContour: entries.some(({ item }) => item.origin.kind === "RTSTRUCT" || item.origin.kind === "SEG"),
    observe: () => {
      observed ??= observe(structure, entries, account, policy);
      if (observed instanceof SoftdiceError) throw observed;
      return observed;
    },
  };
}

function observe(
  structure: string,
  entries: readonly Entry[],
  account: Account,
  policy: Policy,
): Observed | SoftdiceError {
  const remark = (text: string): number => account.remarks.push({ structure, text });
  try {
    return combine(structure, drawAll(structure, entries, remark), policy, remark);
  } catch (error) {
    if (!(error instanceof SoftdiceError)) throw error;
    account.failAll(structure, entries, error);
    return error;
  }
}

/** The remarks on one structure, and on all of them, each once. */
export function remarksOn({ remarks }: Pick<Case, "remarks">, structure: string): string[] {
  const own = remarks.filter((remark) => sameName(remark.structure ?? structure, structure));
  return [...new Set(own.map(({ text }) => text))];
}

function noFile(subject: string): SoftdiceError {
  return new SoftdiceError({
    subject,
    problem: "holds no file",
    expected: "masks, or contours with their images",
    remedy: "name the folder that they are in",
  });
}
