import { SoftdiceError } from "../core/errors.ts";
import { isConsensusName } from "../raters/methods.ts";
import type { Decision } from "./decisions.ts";
import { accounted, decisionOf, type Entry, nameOf } from "./entry.ts";
import type { FullLabel } from "./fullLabel.ts";
import type { Item } from "./item.ts";
import type { UnreadItem } from "./labelling.ts";
import { canonicalName, isAskedFor, sameName } from "./names.ts";
import { NO_OBSERVER } from "./observers.ts";
import type { Place } from "./pattern.ts";
import type { Policy } from "./policy.ts";
import type { Scan } from "./scan.ts";

/** A sentence on what was unusual or passed over, with the structure that it is about unless that is all. */
export interface Remark {
  readonly structure?: string;
  readonly text: string;
}

/** The account of one patient: what becomes of everything that is met, and which structures are given up. */
export class Account {
  readonly entries: Entry[] = [];
  /** Structures that are given up, each with its first reason. */
  readonly failures: { readonly structure: string; readonly error: SoftdiceError }[] = [];
  /** Files that cannot be used without a structure that fails with them. */
  readonly missing: SoftdiceError[] = [];
  readonly remarks: Remark[] = [];
  readonly #policy: Policy;
  readonly #metStructures = new Map<string, string>();
  readonly #metObservers = new Map<string, string>();
  readonly #accounted: Decision[] = [];
  /** Names of delineations that nothing says the observer of. */
  readonly #nobodys: string[] = [];

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  /** Accounts for files that hold no item. */
  addFiles(found: Scan, saidOf: (place: string) => Place, unread: readonly UnreadItem[]): void {
    if (found.foreign.length > 0)
      this.remarks.push({ text: `passed over, no delineations: ${list(found.foreign)}` });
    if (found.ownResults.length > 0)
      this.remarks.push({ text: `passed over, results of softdice: ${list(found.ownResults)}` });
    for (const { name, place } of found.skipped) {
      const { structure = "", observer = "" } = saidOf(place);
      this.#spell(this.#metStructures, structure);
      this.#spell(this.#metObservers, observer);
      this.#accounted.push({ ...accounted(name, "left out", "not asked for"), structure, observer });
    }
    for (const file of found.volumes) {
      if (!("masks" in file)) continue;
      this.remarks.push(...file.remarks.map((text) => ({ text })));
      const { source, images } = file;
      if (images.length === 0) continue;
      if (source.isNamed) throw notAMask(source.name);
      this.#accounted.push(accounted(source.name, "left out", "an image, no mask"));
      this.remarks.push({ text: `${source.name}: passed over, an image` });
    }
    for (const { input, label, error, isMissing } of unread) {
      const { structure, observer } = label ?? { structure: "", observer: "" };
      this.#accounted.push({ ...accounted(input, "failed", error.problem), structure, observer });
      if (!isAskedFor(this.#policy.structures, structure) || !isAskedFor(this.#policy.observers, observer))
        continue;
      // An observer who is missing takes no structure away from the others.
      if (isMissing) this.missing.push(error);
      else this.fail(structure, error);
    }
    for (const problem of found.objects.problems) {
      this.#accounted.push(accounted(problem.subject, "failed", problem.problem));
      this.missing.push(problem);
    }
  }

  /** Takes one item in, or says why not. @param label a text for one that says nothing of its observer */
  add(item: Item, label: FullLabel | string): void {
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
      this.remarks.push({ structure, text: `${item.input}: ${whose}left out, ${why}` });
    } else if (!item.hasArea && item.failure === undefined)
      this.#leaveOut(item, spelled, "has no contours that enclose an area");
    else this.entries.push({ item, ...spelled, voxels: null, decision: "used", why: "" });
  }

  /** Items that count, or would. */
  compared(): Item[] {
    return this.entries.filter(({ decision }) => decision !== "left out").map(({ item }) => item);
  }

  /** Says which delineations nothing says the observer of, once all are in. */
  remarkOnNobodys(): void {
    if (this.#nobodys.length > 0)
      this.remarks.push({ text: `left out, since each ${NO_OBSERVER}: ${list(this.#nobodys)}` });
  }

  /** The names of structures and observers that were met, wanted or not. */
  met(): { readonly structures: readonly string[]; readonly observers: readonly string[] } {
    return { structures: [...this.#metStructures.values()], observers: [...this.#metObservers.values()] };
  }

  /** What became of each delineation. */
  itemDecisions(): Decision[] {
    return this.entries.map(decisionOf);
  }

  /** What became of everything that was met. */
  decisions(): Decision[] {
    return [...this.itemDecisions(), ...this.#accounted];
  }

  /** Gives a structure up with all that was drawn of it. */
  failAll(structure: string, entries: readonly Entry[], error: SoftdiceError): void {
    for (const entry of entries) {
      entry.decision = "failed";
      entry.why = error.problem;
    }
    this.fail(structure, error);
  }

  /** Gives a structure up; the first reason counts. */
  fail(structure: string, error: SoftdiceError): void {
    if (!this.hasFailed(structure)) this.failures.push({ structure, error });
  }

  hasFailed(structure: string): boolean {
    return this.failures.some((failure) => sameName(failure.structure, structure));
  }

  /** The spelling that came first, of names that are one to people. */
  #spell(met: Map<string, string>, name: string): string {
    const key = canonicalName(name);
    const spelling = met.get(key) ?? name.trim();
    met.set(key, spelling);
    return spelling;
  }

  #leaveOut(item: Item, spelled: FullLabel, why: string): void {
    this.entries.push({ item, ...spelled, voxels: null, decision: "left out", why });
  }
}

/** The first names of a list, and how many more there are. */
function list(names: readonly string[]): string {
  return `${names.slice(0, 5).join(", ")}${names.length > 5 ? ` and ${names.length - 5} more` : ""}`;
}

function notAMask(subject: string): SoftdiceError {
  return new SoftdiceError({
    subject,
    problem: "holds an image",
    expected: "a mask of 0 and one other value, or a label map",
    remedy: "leave it out",
  });
}
