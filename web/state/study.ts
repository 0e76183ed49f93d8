import { batch, computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { SoftdiceError } from "../../src/core/errors.ts";
import { type ThresholdStep, stepAt, thresholdSteps } from "../work/study/thresholdSteps.ts";
import { describeGridDifference } from "../../src/image/compare.ts";
import type { Triple } from "../../src/image/grid.ts";
import type { Volume } from "../../src/image/volume.ts";
import type { Progress } from "../work/protocol.ts";
import { Cancelled, Remote } from "../work/remote.ts";
import type { Analysis, StructureInfo, StudyInfo } from "../work/study/analysis.ts";
import type { ExampleName } from "../work/study/examples.ts";
import type { ExportFile, ExportRequest } from "../work/study/export.ts";
import type { DroppedFile } from "../work/study/files.ts";
import type { ReportData } from "../work/study/reportData.ts";
import { UNNAMED } from "../../src/study/assignment.ts";
import { type Choices, NO_CHOICES } from "../work/study/choices.ts";
import type { Choice, StudySource } from "../work/study/study.worker.ts";
import type { Address } from "./address.ts";
import { address, change, parameter } from "./store.ts";

/*
 * The opened study. It lives in a worker; the page has its names, the image and the analysis of one structure. None of
 * it enters the address bar.
 */

export interface OpenStudy {
  readonly info: StudyInfo;
  readonly remote: Remote;
  readonly example: ExampleName | "";
  /** What it was opened from; none for an example. */
  readonly files: readonly DroppedFile[];
}

export const study = signal<OpenStudy | undefined>(undefined);
export const image = signal<Volume | undefined>(undefined);
export const analysis = signal<Analysis | undefined>(undefined);
/** What is being opened, until it is there. */
export const loading = signal<Progress | undefined>(undefined);
/** How far a choice is followed, until it is; what is shown stays in its place meanwhile. */
export const following = signal<Progress | undefined>(undefined);
/** Why the last attempt failed. */
export const failure = signal<SoftdiceError | undefined>(undefined);
/** What the user chose for what is open. */
export const choices = signal<Choices>(NO_CHOICES);

/** Names of the structures, and of the observers of each. */
export const structureNames: ReadonlySignal<readonly string[]> = computed(() =>
  (study.value?.info.structures ?? []).map(({ name, kind }) =>
    kind === "masks" && name === "" ? UNNAMED : name,
  ),
);
export const observerNames: ReadonlySignal<readonly (readonly string[])[]> = computed(() =>
  (study.value?.info.structures ?? []).map(({ observers }) => observers.map(({ name }) => name)),
);

/** The one of several patients who is shown; undefined where all files count as one patient's. */
export const shownPatient: ReadonlySignal<string | undefined> = computed(() => {
  const patients = study.value?.info.patients ?? [];
  const { patient, policy } = choices.value;
  return patients.length < 2 || policy.assumeSamePatient === true ? undefined : patients.at(patient ?? 0);
});

const asked = {
  example: parameter("study", "example"),
  structure: parameter("viewer", "structure"),
  count: parameter("viewer", "count"),
  threshold: parameter("viewer", "threshold"),
  at: parameter("viewer", "at"),
};

let opening: Remote | undefined;

/**
 * Opens files or an example in a new worker; the study before stays until it has succeeded.
 *
 * @param made choices that hold from the start
 * @param isSeen whether the address says already what is seen of it
 */
export async function open(
  source: { files: readonly DroppedFile[] } | { example: ExampleName },
  made: Choices = NO_CHOICES,
  { isSeen = false } = {},
): Promise<void> {
  opening?.end();
  const remote = new Remote(
    new Worker(new URL("../work/study/study.worker.ts", import.meta.url), { type: "module" }),
  );
  opening = remote;
  batch(() => {
    failure.value = undefined;
    loading.value = { what: "Starting", done: 0, total: 0 };
  });
  try {
    const wanted: StudySource = { ...source, choices: made };
    const info = await remote.call<StudyInfo>("open", wanted, (progress) => {
      if (opening === remote) loading.value = progress;
    });
    const before = study.value;
    const example = "example" in source ? source.example : "";
    const files = "files" in source ? source.files : [];
    const isLink = before === undefined && example === address.value.study.example && example !== "";
    batch(() => {
      study.value = { info, remote, example, files };
      choices.value = made;
      image.value = undefined;
      analysis.value = undefined;
      // A link says which part of its example to show; anything else starts anew.
      if (isLink || isSeen) return;
      change("study", { example });
      change("viewer", { ...lookAt(0), threshold: "t" });
    });
    before?.remote.end();
  } catch (error) {
    remote.end();
    report(error);
    if (opening === remote && study.value === undefined) change("study", { example: "" });
  } finally {
    if (opening === remote) {
      opening = undefined;
      loading.value = undefined;
    }
  }
}

/**
 * Follows other choices with what is open. Where they cannot be followed, what was there stays, and the page says why.
 * @returns whether they were followed
 */
export async function choose(next: Choices): Promise<boolean> {
  const opened = study.peek();
  if (opened === undefined) return false;
  try {
    const info = await opened.remote.call<StudyInfo>("choose", next, (progress) => {
      following.value = progress;
    });
    if (study.peek()?.remote !== opened.remote) return false;
    batch(() => {
      const before = structure.peek()?.info;
      const at = info.structures.findIndex(({ name }) => name === before?.name);
      const now = info.structures.at(at);
      const namesOf = (of: StructureInfo | undefined): string =>
        JSON.stringify(of?.observers.map(({ name }) => name));
      const areSame = namesOf(now) === namesOf(before);
      study.value = { ...opened, info };
      choices.value = next;
      failure.value = undefined;
      change("viewer", areSame ? { structure: at } : lookAt(Math.max(0, at)));
    });
    return true;
  } catch (error) {
    report(error);
    return false;
  } finally {
    following.value = undefined;
  }
}

/**
 * What is seen of a structure that is looked at anew: all observers. The address has them by their places in the list, which
 * hold for that list alone.
 */
export function lookAt(index: number): Pick<Address["viewer"], "structure" | "count" | "hidden" | "at"> {
  return { structure: index, count: "auto", hidden: "", at: "" };
}

/** Studies with an image that could not be shown. */
const imageless = new WeakSet<Remote>();

/** Shows the image below a structure; structures on one grid share it. */
async function showImage(remote: Remote, index: number): Promise<void> {
  const info = study.peek()?.info.structures[index];
  if (info?.hasImage !== true) {
    image.value = undefined;
    return;
  }
  if (image.peek() !== undefined && describeGridDifference(image.peek()!.grid, info.grid) === undefined)
    return;
  try {
    const volume = await remote.call<Volume | undefined>("image", index);
    if (study.value?.remote === remote && structure.value?.index === index) image.value = volume;
  } catch (error) {
    // Every choice asks for the image again; that it cannot be shown is said once.
    if (!imageless.has(remote)) report(error);
    imageless.add(remote);
  }
}

/** Stops opening; what was open before stays. */
export function cancelOpening(): void {
  opening?.end();
}

/** Shows a failure; a cancelled call is none. */
export function report(error: unknown): void {
  if (error instanceof Cancelled) return;
  failure.value =
    error instanceof SoftdiceError
      ? error
      : new SoftdiceError({
          subject: "softdice",
          problem: `has failed (${error instanceof Error ? error.message : String(error)})`,
          expected: "no such thing",
          remedy: "reload the page",
        });
}

/** The structure that is shown. */
export const structure: ReadonlySignal<{ readonly index: number; readonly info: StructureInfo } | undefined> =
  computed(() => {
    const structures = study.value?.info.structures ?? [];
    if (structures.length === 0) return undefined;
    const index = Math.min(asked.structure.value, structures.length - 1);
    return { index, info: structures[index] };
  });

/** Indices of the observers that count. */
export const counted: ReadonlySignal<readonly number[]> = computed(() => {
  const observers = structure.value?.info.observers ?? [];
  const count = asked.count.value;
  if (count === "none") return [];
  if (count !== "auto")
    return count
      .split(".")
      .map(Number)
      .filter((index) => index < observers.length);
  return [...observers.keys()];
});

/** Every segmentation that the threshold can give. */
export const steps: ReadonlySignal<readonly ThresholdStep[]> = computed(() => {
  const found = analysis.value;
  return found === undefined ? [] : thresholdSteps(found.largest, found.counts, found.marginal);
});

/** A threshold that the slider stays at, and why. */
export interface Mark {
  readonly key: "t" | "half" | "staple";
  readonly title: string;
  readonly a: number;
}

/** t, 1/2, and the threshold whose segmentation has the highest Dice with STAPLE's. */
export const marks: ReadonlySignal<readonly Mark[]> = computed(() => {
  const found = analysis.value;
  if (found === undefined) return [];
  const staple = found.methods.find(({ name }) => name === "staple");
  const near = staple === undefined ? undefined : nearestThreshold(found, staple.taken, staple.voxels);
  return [
    { key: "t", title: "t", a: found.optimum.threshold },
    { key: "half", title: "1/2", a: 0.5 },
    ...(near === undefined ? [] : [{ key: "staple" as const, title: "STAPLE", a: near }]),
  ];
});

/** The middle of the thresholds whose segmentation has the highest Dice with another. */
function nearestThreshold({ marginal, counts }: Analysis, taken: Uint8Array, voxels: number): number {
  const levels = [...new Set([0, ...marginal])].sort((a, b) => a - b);
  let best = 0;
  let bestDice = -1;
  for (const [n, level] of levels.entries()) {
    let size = 0;
    let common = 0;
    marginal.forEach((m, p) => {
      if (m <= level) return;
      size += counts[p];
      common += taken[p] * counts[p];
    });
    const dice = (2 * common) / Math.max(1, size + voxels);
    if (dice > bestDice) {
      bestDice = dice;
      best = n + 1 < levels.length ? (level + levels[n + 1]) / 2 : level;
    }
  }
  return best;
}

/** The threshold in use, with what it gives. */
export const threshold: ReadonlySignal<{ readonly a: number; readonly step: ThresholdStep } | undefined> =
  computed(() => {
    if (steps.value.length === 0) return undefined;
    const text = asked.threshold.value;
    const step = analysis.value?.thresholdStep ?? 0;
    const near = step > 0 ? step * Math.round(Number(text) / step) : Number(text);
    const a = marks.value.find(({ key }) => key === text)?.a ?? (near || 0);
    return { a, step: stepAt(steps.value, a) };
  });

/** The classes of voxels in the segmentation of the threshold. */
export const thresholdTaken: ReadonlySignal<Uint8Array | undefined> = computed(() => {
  const found = analysis.value;
  const from = threshold.value?.step.from;
  if (found === undefined || from === undefined) return undefined;
  return Uint8Array.from(found.largest, (m) => Number(m > from));
});

/** The voxel under the crosshair: the one asked for, or the middle of what is marked. */
export const crosshair: ReadonlySignal<Triple> = computed(() => {
  const found = analysis.value;
  if (found === undefined) return [0, 0, 0];
  const at = asked.at.value === "" ? found.focus : asked.at.value.split(".").map(Number);
  return at.map((index, axis) => Math.min(index, found.grid.shape[axis] - 1)) as unknown as Triple;
});

/** What the report and `summary.json` of the structure that is shown are made of. */
export async function reportData(): Promise<ReportData | undefined> {
  try {
    return await study.value?.remote.call<ReportData>("reportData", undefined);
  } catch (error) {
    report(error);
    return undefined;
  }
}

/** Makes a file of results of the structure that is shown. */
export async function exportFile(request: ExportRequest): Promise<ExportFile | undefined> {
  try {
    return await study.value?.remote.call<ExportFile>("export", request);
  } catch (error) {
    report(error);
    return undefined;
  }
}

/** Views that show one structure. */
const LOOKING: ReadonlySet<Address["view"]> = new Set(["viewer", "explore"]);

/** The study one of whose structures was looked at: only then is its image read and anything of it alone computed. */
export const lookedAt = signal<Remote | undefined>(undefined);

/** Opens the example that the address names, and analyses what is chosen, whenever either changes. */
export function followAddress(): void {
  effect(() => {
    const name = asked.example.value;
    if (name !== "" && study.peek()?.example !== name) void open({ example: name });
  });
  effect(() => {
    if (LOOKING.has(address.value.view)) lookedAt.value = study.value?.remote;
  });
  effect(() => {
    const current = study.value;
    const index = structure.value?.index;
    if (current !== undefined && index !== undefined && lookedAt.value === current.remote)
      void showImage(current.remote, index);
  });
  let last = 0;
  effect(() => {
    const current = study.value;
    const chosen = structure.value;
    if (current === undefined || chosen === undefined || lookedAt.value !== current.remote) return;
    const choice: Choice = {
      structure: chosen.index,
      counted: counted.value,
      structureName: structureNames.value[chosen.index],
      observerNames: observerNames.value[chosen.index],
    };
    const turn = ++last;
    if (chosen.info.kind === "masks" && choice.counted.length === 0) {
      analysis.value = undefined;
      return;
    }
    void (async () => {
      try {
        const found = await current.remote.call<Analysis>("analyse", choice);
        if (turn === last) analysis.value = found;
      } catch (error) {
        report(error);
      }
    })();
  });
}
