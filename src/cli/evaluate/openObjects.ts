import { SoftdiceError } from "../../core/errors.ts";
import { voxelCount } from "../../image/grid.ts";
import { place } from "../../image/part.ts";
import { VoteMap } from "../../raters/voteMap.ts";
import { type CaseStructure, openCase, remarksOn } from "../../study/case.ts";
import { sameName } from "../../study/names.ts";
import type { KnownSource } from "../../study/knownCases.ts";
import type { Policy, Tools } from "../../study/policy.ts";
import { MODEL, type OpenedCase, type OpenedStructure } from "./openCase.ts";
import type { PredictedCase } from "./predictedCases.ts";

/**
 * Opens a case whose prediction is contours or segments of DICOM objects: the model is one more of those who drew, so that
 * patient, frame of reference and grid are held to the same rules.
 */
export async function openObjects(
  predicted: PredictedCase,
  observers: readonly KnownSource[],
  policy: Policy,
  tools: Tools,
): Promise<OpenedCase> {
  const { name, objects } = predicted;
  const predictions = objects.map((source) => ({
    source: { ...source, place: `${MODEL}/${source.place}` },
    said: { observer: MODEL },
  }));
  const wanted = policy.observers === undefined ? undefined : [...policy.observers, MODEL];
  const opened = await openCase(
    [...predictions, ...observers],
    { ...policy, observers: wanted },
    tools,
    name,
  );
  const [own, unnamed, ...more] = [...opened.structures].sort(byModel);
  const isUnnamed =
    more.length === 0 &&
    own?.observers.every(isModel) &&
    unnamed?.name === "" &&
    !unnamed.observers.some(isModel);
  // Masks that nothing names are of the only structure that is predicted.
  if (isUnnamed)
    return openObjects(
      predicted,
      observers.map((one) => withStructure(one, own.name)),
      policy,
      tools,
    );
  const failures = [
    ...opened.missing.map((error) => ({ structure: "", reason: error.message })),
    ...opened.failures.map(({ structure, error }) => ({ structure, reason: error.message })),
  ];
  const structures: OpenedStructure[] = [];
  for (const structure of opened.structures.filter((one) => one.observers.some(isModel))) {
    try {
      structures.push({ ...openStructure(structure), remarks: () => remarksOn(opened, structure.name) });
    } catch (error) {
      if (!(error instanceof SoftdiceError)) throw error;
      failures.push({ structure: structure.name, reason: error.message });
    }
  }
  const [first] = objects;
  if (structures.length + failures.length === 0) throw nothingPredicted(first.name);
  const evaluated = new Set(structures.map((one) => one.name));
  return {
    structures,
    failures,
    sources: opened.decisions().map((one) =>
      one.decision === "used" && !evaluated.has(one.structure)
        ? {
            ...one,
            decision: "left out",
            why: isModel(one.observer) ? "nobody drew it" : "the model does not predict it",
          }
        : one,
    ),
    met: opened.met,
  };
}

/** The model's own structures first. */
function byModel(a: CaseStructure, b: CaseStructure): number {
  return Number(b.observers.some(isModel)) - Number(a.observers.some(isModel));
}

function withStructure(one: KnownSource, structure: string): KnownSource {
  return { ...one, said: { ...one.said, structure } };
}

function isModel(observer: string): boolean {
  return sameName(observer, MODEL);
}

/** The model's mask, and those of the others. */
function openStructure({ name, observe }: CaseStructure): Omit<OpenedStructure, "remarks"> {
  const { grid, names, masks } = observe();
  const others = names.flatMap((one, k) => (isModel(one) ? [] : [k]));
  if (others.length === 0) throw nobody(name);
  if (others.length === names.length) throw nothingPredicted(name);
  const whole = (k: number): Uint8Array => {
    const data = new Uint8Array(voxelCount(grid));
    place(masks[k], { box: { start: [0, 0, 0], end: grid.shape }, data });
    return data;
  };
  return {
    name,
    grid,
    names: others.map((k) => names[k]),
    observers() {
      const map = new VoteMap(voxelCount(grid));
      for (const k of others) map.add(whole(k), names[k]);
      return map;
    },
    mask: () => whole(names.findIndex(isModel)),
    probabilities: undefined,
    ignored: () => undefined,
  };
}

function nobody(subject: string): SoftdiceError {
  return new SoftdiceError({
    subject,
    problem: "has no observer",
    expected: "at least one observer's delineation of that name",
    remedy: "give the observers' names with --rois, or leave it out with --structures",
  });
}

function nothingPredicted(subject: string): SoftdiceError {
  return new SoftdiceError({
    subject,
    problem: "holds no delineation that can be used",
    expected: "a segmentation (SEG) or structure set (RTSTRUCT) of the model, with its images",
    remedy: "see what each input is taken for with --dry-run",
  });
}
