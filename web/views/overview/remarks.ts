import { significant } from "../../../src/report/numbers.ts";
import type { ConsensusSummary } from "../../../src/raters/consensusSummary.ts";
import type { Row } from "./rows.ts";

/** Something to see to before the figures are used, and what settles it. */
export interface Remark {
  readonly title: string;
  readonly text: string;
  readonly isFailure: boolean;
  readonly action: "assign" | "show";
  /** The structure to show. */
  readonly index: number | undefined;
}

/** The smallest and largest volume that STAPLE has in the fields of view tried, in mL; undefined where they agree. */
export function stapleRange({ methods }: ConsensusSummary): readonly [number, number] | undefined {
  const volumes = methods.staple.fieldOfView.map(({ volumeMl }) => volumeMl);
  const [least, most] = [Math.min(...volumes), Math.max(...volumes)];
  return volumes.length > 0 && most > least ? [least, most] : undefined;
}

/** What matters most, worst first: what is missing, what counts unseen, then what the figures hinge on. */
export function remarksOf(rows: readonly Row[], problems: readonly string[]): Remark[] {
  const failed = rows
    .filter(({ kind }) => kind === "failed")
    .map(({ name, reason }) => remark(name, `No figures: ${reason}`, true, "assign"));
  const lost = problems.map((problem) => remark("Left out", problem, true, "assign"));
  const gaps = (isFailure: boolean): Remark[] =>
    rows.flatMap(({ name, index, gaps: own }) =>
      own
        .filter((gap) => gap.isFailure === isFailure)
        .map(({ observer, text }) => remark(name, `${observer}: ${text}.`, isFailure, "assign", index)),
    );
  return [
    ...failed,
    ...lost,
    ...gaps(true),
    ...outliers(rows),
    ...gaps(false),
    ...staple(rows),
    ...ties(rows),
  ];
}

function outliers(rows: readonly Row[]): Remark[] {
  return rows.flatMap(({ name, index, figures }) => {
    const found = figures?.agreement.standsOut ?? null;
    if (found === null) return [];
    return [remark(name, `${found.name} stands out: ${found.evidence}.`, false, "show", index)];
  });
}

function staple(rows: readonly Row[]): Remark[] {
  const ranges = rows.flatMap(({ name, index, figures }) => {
    const range = figures && stapleRange(figures);
    return range === undefined ? [] : [{ name, index, range, ratio: range[1] / range[0] }];
  });
  const most = [...ranges].sort((a, b) => b.ratio - a.ratio).at(0);
  if (most === undefined) return [];
  const { name, index, range } = most;
  const others = ranges.length > 1 ? ` for ${ranges.length} structures, most for ${name}` : ` for ${name}`;
  const [least, largest] = range.map((volume) => significant(volume, 3));
  const text = `Its volume changes with the field of view${others}: ${least} to ${largest} mL.`;
  return [remark("STAPLE depends on its box", text, false, "show", index)];
}

function ties(rows: readonly Row[]): Remark[] {
  return rows
    .filter(({ figures }) => (figures?.half.tiedVoxels ?? 0) > 0)
    .sort((a, b) => b.figures!.half.tiedVoxels - a.figures!.half.tiedVoxels)
    .map(({ name, index, figures }) => {
      const { tiedVoxels, volumeMl } = figures!.half;
      const text =
        `Exactly half of the votes fell to ${tiedVoxels} voxels, which the strict majority leaves out ` +
        `(${significant(figures!.methods.majority.volumeMl, 3)} mL; ${significant(volumeMl, 3)} mL with them).`;
      return remark(name, text, false, "show", index);
    });
}

function remark(
  title: string,
  text: string,
  isFailure: boolean,
  action: Remark["action"],
  index?: number,
): Remark {
  return { title, text, isFailure, action, index };
}
