import { SoftdiceError } from "../core/errors.ts";
import type { Volume } from "../image/volume.ts";
import { isConsensusName } from "../raters/methods.ts";
import type { Decision } from "./decisions.ts";
import type { Drawn, Item } from "./item.ts";
import { labelItems, type UnreadItem } from "./labelling.ts";
import { canonicalName, sameName } from "./names.ts";
import { NO_OBSERVER } from "./observers.ts";
import { frameFailure, requireOnePatient } from "./patients.ts";
import type { Place } from "./pattern.ts";
import { parsePattern } from "./pattern.ts";
import type { Policy, Tools } from "./policy.ts";
import { sameMask } from "./sameMask.ts";
import { scan, type Scan } from "./scan.ts";
import type { Source } from "./source.ts";
import { combine, type Observed, type ObserverMask } from "./structure.ts";

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
  /** What was unusual or passed over, a sentence each, with the structure that it is about unless that is all. */
  readonly remarks: readonly { readonly structure?: string; readonly text: string }[];
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

/** An item on its way to a decision. */
interface Entry {
  readonly item: Item;
  structure: string;
  observer: string;
  voxels: number | null;
  decision: Decision["decision"];
  why: string;
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
  const opened = new Opening(policy);
  opened.account(found, saidOf, labelled.unread);
  for (const { item, label } of labelled.items) opened.add(item, label);
  requireOnePatient(opened.compared(), subject, policy.assumeSamePatient === true);
  return opened.toCase(found, labelled.labels);
}

/** Sorts items into structures and keeps the account. */
class Opening {
  readonly #policy: Policy;
  readonly #entries: Entry[] = [];
  readonly #failures: { readonly structure: string; readonly error: SoftdiceError }[] = [];
  readonly #remarks: { readonly structure?: string; readonly text: string }[] = [];
  readonly #metStructures = new Map<string, string>();
  readonly #metObservers = new Map<string, string>();
  readonly #accounted: Decision[] = [];
  /** Names of delineations that nothing says the observer of. */
  readonly #nobodys: string[] = [];
  /** Files that cannot be used without a structure that fails with them. */
  readonly #missing: SoftdiceError[] = [];

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  /** Accounts for files that hold no item. */
  account(found: Scan, saidOf: (place: string) => Place, unread: readonly UnreadItem[]): void {
    if (found.foreign.length > 0)
      this.#remarks.push({ text: `passed over, no delineations: ${list(found.foreign)}` });
    if (found.ownResults.length > 0)
      this.#remarks.push({ text: `passed over, results of softdice: ${list(found.ownResults)}` });
    for (const { name, place } of found.skipped) {
      const { structure = "", observer = "" } = saidOf(place);
      this.#spell(this.#metStructures, structure);
      this.#spell(this.#metObservers, observer);
      this.#accounted.push({ ...accounted(name, "left out", "not asked for"), structure, observer });
    }
    for (const file of found.volumes) {
      if (!("masks" in file)) continue;
      this.#remarks.push(...file.remarks.map((text) => ({ text })));
      const { source, images } = file;
      if (images.length === 0) continue;
      if (source.isNamed) throw notAMask(source.name);
      this.#accounted.push(accounted(source.name, "left out", "an image, no mask"));
      this.#remarks.push({ text: `${source.name}: passed over, an image` });
    }
    for (const { input, label, error, isMissing } of unread) {
      const { structure, observer } = label ?? { structure: "", observer: "" };
      this.#accounted.push({ ...accounted(input, "failed", error.problem), structure, observer });
      if (!isAskedFor(this.#policy.structures, structure) || !isAskedFor(this.#policy.observers, observer))
        continue;
      // An observer who is missing takes no structure away from the others.
      if (isMissing) this.#missing.push(error);
      else this.#fail(structure, error);
    }
    for (const problem of found.objects.problems) {
      this.#accounted.push(accounted(problem.subject, "failed", problem.problem));
      this.#missing.push(problem);
    }
  }

  /** Takes one item in, or says why not. @param label a text for one that says nothing of its observer */
  add(item: Item, label: { readonly structure: string; readonly observer: string } | string): void {
    if (typeof label === "string") {
      this.#leaveOut(item, { structure: item.name ?? "", observer: "" }, label);
      if (label === NO_OBSERVER) this.#nobodys.push(nameOf(item, ""));
      return;
    }
    const { structures, observers } = this.#policy;
    const structure = this.#spell(this.#metStructures, label.structure);
    const observer = this.#spell(this.#metObservers, label.observer);
    const spelled = { structure, observer };
    if (!isAskedFor(structures, structure)) this.#leaveOut(item, spelled, "not asked for");
    else if (!isAskedFor(observers, observer)) this.#leaveOut(item, spelled, "not asked for");
    else if (observers === undefined && isConsensusName(label.observer)) {
      const why = "a consensus itself, not an observer; take it in with --observers";
      this.#leaveOut(item, spelled, why);
      const whose = structure === "" ? "" : `${structure} (${observer}): `;
      this.#remarks.push({ structure, text: `${item.input}: ${whose}left out, ${why}` });
    } else if (!item.hasArea && item.failure === undefined)
      this.#leaveOut(item, spelled, "has no contours that enclose an area");
    else this.#entries.push({ item, ...spelled, voxels: null, decision: "used", why: "" });
  }

  /** Items that count, or would. */
  compared(): Item[] {
    return this.#entries.filter(({ decision }) => decision !== "left out").map(({ item }) => item);
  }

  toCase(found: Scan, labels: readonly number[]): Case {
    this.#settleRepeats();
    const names = new Map<string, Entry[]>();
    for (const entry of this.#entries) {
      if (entry.decision !== "used") continue;
      const key = canonicalName(entry.structure);
      names.set(key, [...(names.get(key) ?? []), entry]);
    }
    if (this.#nobodys.length > 0)
      this.#remarks.push({ text: `left out, since each ${NO_OBSERVER}: ${list(this.#nobodys)}` });
    const structures: CaseStructure[] = [];
    for (const entries of names.values()) {
      const { structure } = entries[0];
      if (this.#hasFailed(structure)) continue;
      const failure =
        this.#policy.assumeSameFrame === true
          ? undefined
          : frameFailure(
              structure,
              entries.map(({ item }) => item),
            );
      if (failure === undefined) structures.push(this.#structureOf(structure, entries));
      else this.#failAll(structure, entries, failure);
    }
    return {
      structures: structures.sort((a, b) => Number(b.observers.length > 1) - Number(a.observers.length > 1)),
      failures: this.#failures,
      missing: this.#missing,
      decisions: () => [...this.#entries.map(decisionOf), ...this.#accounted],
      remarks: this.#remarks,
      met: {
        structures: [...this.#metStructures.values()],
        observers: [...this.#metObservers.values()],
        labels,
      },
      maps: found.volumes.flatMap((file) => ("maps" in file ? file.maps : [])),
      images: found.volumes.flatMap((file) => ("images" in file ? file.images : [])),
      scan: found,
    };
  }

  /**
   * Of contours of one observer's structure in several files, those of the file with more observers of the structure count:
   * planning systems leave extracts and trials beside the whole. Files with as many contradict each other unless their
   * contours are the same. Then what cannot be drawn fails its structure.
   */
  #settleRepeats(): void {
    const used = this.#entries.filter(({ decision }) => decision === "used");
    const observersIn = new Map<string, number>();
    const fileOf = ({ item, structure }: Entry): string =>
      JSON.stringify([item.input, canonicalName(structure)]);
    for (const entry of used) observersIn.set(fileOf(entry), (observersIn.get(fileOf(entry)) ?? 0) + 1);
    const sizeOf = (entry: Entry): number => observersIn.get(fileOf(entry)) ?? 0;
    const groups = new Map<string, Entry[]>();
    for (const entry of used) {
      const key = JSON.stringify([entry.structure, entry.observer].map(canonicalName));
      groups.set(key, [...(groups.get(key) ?? []), entry]);
    }
    for (const entries of groups.values()) {
      const fullest = entries.reduce((best, entry) => (sizeOf(entry) > sizeOf(best) ? entry : best));
      for (const entry of entries) {
        const { item, structure, observer } = entry;
        const areContours = item.origin.kind === "RTSTRUCT" || item.origin.kind === "SEG";
        if (areContours && sizeOf(entry) < sizeOf(fullest)) {
          entry.decision = "left out";
          entry.why = `given twice; that of ${fullest.item.input}, which has more observers of it, counts`;
          this.#remarks.push({ structure, text: `${item.input}: ${nameOf(item, observer)}: ${entry.why}` });
        } else if (item.failure !== undefined) {
          entry.decision = "failed";
          entry.why = item.failure.problem;
          this.#fail(structure, item.failure);
        }
      }
    }
  }

  #structureOf(structure: string, entries: readonly Entry[]): CaseStructure {
    let observed: Observed | SoftdiceError | undefined;
    return {
      name: structure,
      observers: [...new Set(entries.map(({ observer }) => observer))],
      isLabel: entries.some(({ item }) => item.origin.kind === "label"),
      isContour: entries.some(({ item }) => item.origin.kind === "RTSTRUCT" || item.origin.kind === "SEG"),
      observe: () => {
        observed ??= this.#observe(structure, entries);
        if (observed instanceof SoftdiceError) throw observed;
        return observed;
      },
    };
  }

  #observe(structure: string, entries: readonly Entry[]): Observed | SoftdiceError {
    try {
      const masks = this.#drawAll(structure, entries);
      return combine(structure, masks, this.#policy, (text) => this.#remarks.push({ structure, text }));
    } catch (error) {
      if (!(error instanceof SoftdiceError)) throw error;
      this.#failAll(structure, entries, error);
      return error;
    }
  }

  /** One mask an observer. @throws SoftdiceError for one that cannot be drawn, and for two that contradict each other */
  #drawAll(structure: string, entries: readonly Entry[]): ObserverMask[] {
    const masks = new Map<string, ObserverMask & { readonly entry: Entry }>();
    for (const entry of entries) {
      const { item, observer } = entry;
      const earlier = masks.get(canonicalName(observer));
      const { mask, notes, failure, planimetricMl }: Drawn = item.draw();
      const remark = (text: string): number =>
        this.#remarks.push({ structure, text: `${nameOf(item, observer)}: ${text}` });
      if (failure !== undefined) throw failure;
      if (mask === undefined) {
        entry.decision = "left out";
        entry.why = notes.length > 0 ? notes.join("; ") : "has no contours that enclose an area";
        remark(`${entry.why}; left out`);
        continue;
      }
      if (notes.length > 0) remark(notes.join("; "));
      entry.voxels = mask.data.reduce((sum, value) => sum + value, 0);
      if (earlier === undefined) {
        masks.set(canonicalName(observer), {
          observer,
          input: item.input,
          mask,
          origin: item.origin,
          planimetricMl,
          entry,
        });
      } else if (sameMask(earlier.mask, mask)) {
        entry.decision = "left out";
        entry.why = `the same as ${nameOf(earlier.entry.item, observer)}, given twice`;
        remark(`${entry.why}; it counts once`);
      } else throw twoDelineations(structure, earlier.entry.item, item, observer);
    }
    if (masks.size > 0) return [...masks.values()];
    throw new SoftdiceError({
      subject: structure === "" ? entries[0].item.input : structure,
      problem: "has no contours that enclose an area",
      expected: "at least one observer's delineation",
      remedy: "leave the structure out with --structures",
    });
  }

  /** The spelling that came first, of names that are one to people. */
  #spell(met: Map<string, string>, name: string): string {
    const key = canonicalName(name);
    const spelling = met.get(key) ?? name.trim();
    met.set(key, spelling);
    return spelling;
  }

  #leaveOut(
    item: Item,
    spelled: { readonly structure: string; readonly observer: string },
    why: string,
  ): void {
    this.#entries.push({ item, ...spelled, voxels: null, decision: "left out", why });
  }

  #failAll(structure: string, entries: readonly Entry[], error: SoftdiceError): void {
    for (const entry of entries) {
      entry.decision = "failed";
      entry.why = error.problem;
    }
    this.#fail(structure, error);
  }

  /** Gives a structure up; the first reason counts. */
  #fail(structure: string, error: SoftdiceError): void {
    if (!this.#hasFailed(structure)) this.#failures.push({ structure, error });
  }

  #hasFailed(structure: string): boolean {
    return this.#failures.some((failure) => sameName(failure.structure, structure));
  }
}

/** The remarks on one structure, and on all of them, each once. */
export function remarksOn({ remarks }: Pick<Case, "remarks">, structure: string): string[] {
  const own = remarks.filter((remark) => sameName(remark.structure ?? structure, structure));
  return [...new Set(own.map(({ text }) => text))];
}

/** The first names of a list, and how many more there are. */
function list(names: readonly string[]): string {
  return `${names.slice(0, 5).join(", ")}${names.length > 5 ? ` and ${names.length - 5} more` : ""}`;
}

/** Whether a name is among those asked for, or nothing is asked for. */
export function isAskedFor(asked: readonly string[] | undefined, name: string): boolean {
  return asked === undefined || asked.some((wanted) => sameName(wanted, name));
}

function decisionOf({ item, structure, observer, voxels, decision, why }: Entry): Decision {
  return {
    input: item.input,
    item: item.name ?? "",
    patient: "",
    structure,
    observer,
    voxels,
    decision,
    why,
  };
}

function accounted(input: string, decision: Decision["decision"], why: string): Decision {
  return { input, item: "", patient: "", structure: "", observer: "", voxels: null, decision, why };
}

function nameOf({ name, input }: Item, observer: string): string {
  return name ?? (observer === "" ? input : observer);
}

function noFile(subject: string): SoftdiceError {
  return new SoftdiceError({
    subject,
    problem: "holds no file",
    expected: "masks, or contours with their images",
    remedy: "name the folder that they are in",
  });
}

function notAMask(subject: string): SoftdiceError {
  return new SoftdiceError({
    subject,
    problem: "holds an image",
    expected: "a mask of 0 and one other value, or a label map",
    remedy: "leave it out",
  });
}

function twoDelineations(structure: string, first: Item, second: Item, observer: string): SoftdiceError {
  const of = ({ name, input }: Item): string => (name === undefined ? input : `"${name}" in ${input}`);
  return new SoftdiceError({
    subject: structure === "" ? second.input : structure,
    problem: `has two different delineations of ${observer}: ${of(first)} and ${of(second)}`,
    expected: "one of each observer",
    remedy: "leave one out, or tell them apart with --rois",
  });
}
