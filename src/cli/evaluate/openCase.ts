import { SoftdiceError } from "../../core/errors.ts";
import type { Grid } from "../../image/grid.ts";
import type { VoteMap } from "../../raters/voteMap.ts";
import { type Case, type CaseStructure, openCase, remarksOn } from "../../study/case.ts";
import type { Decision } from "../../study/decisions.ts";
import type { LendingImage } from "../../study/lender.ts";
import { isFractionalSegmentation } from "../../study/maps.ts";
import { isAskedFor, sameName } from "../../study/names.ts";
import { parsePattern } from "../../study/pattern.ts";
import type { Policy } from "../../study/policy.ts";
import { lookUp } from "../../study/rois.ts";
import type { Source } from "../../study/source.ts";
import type { Met } from "../consensus/unknownName.ts";
import { inflateWithZlib } from "../inflate.ts";
import type { GivenCase } from "./givenCases.ts";
import { classesToTell, withFolderNames } from "./labelClasses.ts";
import { openObjects } from "./openObjects.ts";
import type { PredictedCase } from "./predictedCases.ts";
import { masksOf, wholeOf } from "./predictedMasks.ts";
import { type PredictedStructure, readPrediction } from "./readPrediction.ts";
import { labelsNotPredicted } from "./strangeLabels.ts";

/** One structure that a model predicts, with those who drew it. */
export interface OpenedStructure {
  /** Empty where nothing names it. */
  readonly name: string;
  readonly grid: Grid;
  readonly names: readonly string[];
  /** The observers' masks on the grid; another object each time. */
  readonly observers: () => VoteMap;
  /** The model's own mask; undefined where there is a map only. */
  readonly mask: () => Uint8Array | undefined;
  readonly probabilities: Float32Array | Float64Array | undefined;
  /** The voxels that an observer did not judge, N values 0 or 1; undefined where all are judged. */
  readonly ignored: () => Uint8Array | undefined;
  /** How what belongs to it was read, a sentence each. */
  readonly remarks: () => string[];
}

/** What a case's files turned out to be. */
export interface OpenedCase {
  readonly structures: readonly OpenedStructure[];
  /** With an empty structure where it concerns the case as a whole. */
  readonly failures: readonly { readonly structure: string; readonly reason: string }[];
  /** What became of the prediction and of every delineation that was met. */
  readonly sources: readonly Decision[];
  readonly met: Met;
}

/**
 * Opens a case: what the model predicted, and, through `study`, who drew it, on the prediction's grid.
 *
 * @param lender the image whose geometry files have that hold none
 * @throws SoftdiceError for a prediction that cannot be used, and where nothing tells whose files the observers' are
 */
export async function openEvaluation(
  given: GivenCase,
  lender: LendingImage | undefined,
  policy: Policy,
): Promise<OpenedCase> {
  const { predicted, observers } = given;
  const own = withoutPatient(policy);
  const [only, ...others] = predicted.objects;
  const isMap = only !== undefined && others.length === 0 && (await isFractionalSegmentation(only));
  const tools = { inflate: inflateWithZlib, lender };
  if (only !== undefined && !isMap) return openObjects(predicted, observers, own, tools);
  const prediction = await readPrediction(
    isMap ? { ...predicted, map: only } : predicted,
    lender,
    own.labels,
  );
  const { grid, labelMap, ignoreLabel } = prediction;
  const structures = requested(
    prediction.structures.map((one) => renamed(one, own)),
    own,
  );
  if (structures.length === 0) return noneRequested(predicted, prediction.structures);
  const labelClasses = classesToTell(structures, observers);
  const opened = await openCase(
    labelClasses === undefined ? withFolderNames(observers, structures) : observers,
    { ...own, onto: grid, labelClasses, ignoreLabel },
    tools,
    predicted.name,
  );
  const failures = opened.missing.map((error) => ({ structure: "", reason: error.message }));
  const maskAt = labelMap === undefined ? undefined : masksOf(labelMap, structures);
  const found: OpenedStructure[] = [];
  const used = new Set<string>();
  for (const structure of structures) {
    try {
      const drawn = drawnOf(structure, opened, structures.length);
      const { names, map, unjudged } = drawn.observe();
      used.add(drawn.name);
      found.push({
        name: structure.name === "" ? drawn.name : structure.name,
        grid,
        names,
        observers: map,
        mask: () => maskAt?.(structure.labels),
        probabilities: structure.probabilities,
        ignored: () => unjudged && wholeOf(unjudged),
        remarks: () => [
          ...prediction.remarks,
          ...(unjudged === undefined
            ? []
            : [`Voxels that an observer gave the ignore label, ${ignoreLabel}, are left out.`]),
          ...(labelClasses === undefined || own.labels !== undefined
            ? []
            : labelsNotPredicted(opened, prediction)),
          ...remarksOn(opened, drawn.name),
          ...notPredicted(opened, used),
        ],
      });
    } catch (error) {
      if (!(error instanceof SoftdiceError)) throw error;
      failures.push({ structure: structure.name, reason: error.message });
    }
  }
  return {
    structures: found,
    failures,
    sources: [
      ...predictionDecisions(predicted, structures, labelMap === undefined),
      ...observerDecisions(opened, used),
    ],
    met: {
      ...opened.met,
      structures: [...opened.met.structures, ...prediction.structures.map(({ name }) => name)],
    },
  };
}

/** A pattern that says patients has told the cases, and says nothing within one. */
function withoutPatient(policy: Policy): Policy {
  const isSpent =
    policy.pattern !== undefined && parsePattern(policy.pattern, "--pattern").roles.has("patient");
  return isSpent ? { ...policy, pattern: undefined } : policy;
}

function renamed(structure: PredictedStructure, { rois }: Policy): PredictedStructure {
  const mapped = rois === undefined ? undefined : lookUp(rois, structure.name);
  return mapped === undefined ? structure : { ...structure, name: mapped.structure };
}

/** The predicted structures that are asked for, by name or by label. */
function requested(
  structures: readonly PredictedStructure[],
  { structures: names, labels: wanted }: Policy,
): PredictedStructure[] {
  return structures.filter(
    ({ name, labels }) =>
      (name === "" || isAskedFor(names, name)) &&
      (wanted === undefined || labels === undefined || labels.every((label) => wanted.includes(label))),
  );
}

function noneRequested(predicted: PredictedCase, structures: readonly PredictedStructure[]): OpenedCase {
  const names = structures.map(({ name }) => name);
  return {
    structures: [],
    failures: [],
    sources: predictionDecisions(predicted, [], predicted.mask === undefined),
    met: { structures: names, observers: [], labels: structures.flatMap(({ labels = [] }) => labels) },
  };
}

/**
 * What the observers drew of a predicted structure: by its name; where one side names nothing, by being the only one.
 * @throws SoftdiceError where nobody drew it, or where it may be any of several
 */
function drawnOf(structure: PredictedStructure, opened: Case, count: number): CaseStructure {
  const { structures, failures } = opened;
  const named = structures.find((one) => sameName(one.name, structure.name));
  if (named !== undefined) return named;
  const failed = failures.find((one) => sameName(one.structure, structure.name));
  if (failed !== undefined) throw failed.error;
  const [only, ...others] = structures;
  const isOnly = count === 1 && only !== undefined && others.length + failures.length === 0;
  if (isOnly && (structure.name === "" || only.name === "")) return only;
  if (structures.length === 0 && failures.length > 0) throw failures[0].error;
  const there = structures.map(({ name }) => name).filter((name) => name !== "");
  throw new SoftdiceError({
    subject: structure.name === "" ? "prediction" : structure.name,
    problem:
      structure.name === "" && there.length > 1 ? "may be any of several structures" : "has no observer",
    expected: there.length === 0 ? "at least one observer's mask" : `one of ${there.slice(0, 8).join(", ")}`,
    remedy:
      there.length === 0
        ? "add it to --observers, or leave the prediction out"
        : "choose with --structures, give it other names with --rois, or put dataset.json beside the predictions",
  });
}

/** What observers drew and the model does not predict. */
function notPredicted({ structures, met }: Case, used: ReadonlySet<string>): string[] {
  const names = structures.map(({ name }) => name).filter((name) => !used.has(name) && name !== "");
  return names.length === 0 || met.structures.length === 0
    ? []
    : [`Drawn by observers, not predicted, and left out: ${names.slice(0, 8).join(", ")}.`];
}

/** The prediction's files in the account. */
function predictionDecisions(
  { map, mask, objects }: PredictedCase,
  structures: readonly PredictedStructure[],
  isMap: boolean,
): Decision[] {
  const row = (file: Source, why: string): Decision => ({
    input: file.name,
    item: "",
    patient: "",
    structure: structures.map(({ name }) => name).join(", "),
    observer: MODEL,
    voxels: null,
    decision: structures.length === 0 ? "left out" : "used",
    why: structures.length === 0 ? "not asked for" : why,
  });
  return [map, mask, ...objects]
    .filter((file) => file !== undefined)
    .map((file) => row(file, isMap || file === map ? "probability map" : "mask"));
}

/** What the account calls the prediction's author. */
export const MODEL = "the model";

function observerDecisions(opened: Case, used: ReadonlySet<string>): Decision[] {
  return opened
    .decisions()
    .map((one) =>
      one.decision === "used" && !used.has(one.structure)
        ? { ...one, decision: "left out", why: "the model does not predict it" }
        : one,
    );
}
