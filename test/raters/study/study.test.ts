import { describe, expect, it } from "vitest";
import { studyAgreementCsv, studyCsv, studyObserversCsv } from "../../../src/cli/consensus/tables.ts";
import { type Grid, unitGrid, voxelVolumeMl } from "../../../src/image/grid.ts";
import { consensusMethods } from "../../../src/raters/methods.ts";
import { voteMap, votePatterns } from "../../../src/raters/patterns.ts";
import { paint } from "../../../src/raters/selection.ts";
import { overStudy, type StudySummary } from "../../../src/raters/study.ts";
import { intraclassCorrelation } from "../../../src/raters/study/icc.ts";
import { rankTest } from "../../../src/raters/study/rankTest.ts";
import { pairFigures } from "../../../src/raters/consensusSummary.ts";
import { summarize } from "../../../src/raters/summary.ts";
import { studyPage } from "../../../src/report/consensus/studyPage.ts";
import { pageHtml } from "../../../src/report/page.ts";
import { studyText } from "../../../src/cli/consensus/tables.ts";
import { blobs } from "../../support/blobs.ts";
import { parseCsv } from "../../support/csv.ts";
import { type Mask, plainKappa, plainOptimum, plainRow, plainScore } from "../../support/plainConsensus.ts";
import { count, meanOf } from "../../support/raters.ts";

const grid: Grid = { ...unitGrid([9, 8, 6]), spacingMm: [1, 1.5, 2] };
const voxelMl = voxelVolumeMl(grid);

/** Patients of three or four observers; one of a single one, one in whom nobody marked anything, one without overlap. */
const line = (from: number, to: number): number[] =>
  Array.from({ length: 432 }, (_, i) => Number(from <= i && i < to));
const PATIENTS: readonly { readonly masks: readonly Mask[]; readonly names: readonly string[] }[] = [
  { masks: blobs(grid.shape, 3, 31), names: ["a", "b", "c"] },
  { masks: blobs(grid.shape, 3, 32), names: ["a", "b", "c"] },
  { masks: blobs(grid.shape, 4, 33), names: ["a", "b", "c", "d"] },
  { masks: blobs(grid.shape, 4, 34), names: ["d", "c", "b", "a"] },
  { masks: blobs(grid.shape, 1, 35), names: ["a"] },
  { masks: [line(0, 0), line(0, 0)], names: ["a", "b"] },
  { masks: [line(0, 9), line(9, 20)], names: ["a", "b"] },
];
const rows = PATIENTS.map(({ masks, names }, n) => {
  const map = voteMap(masks);
  const votes = votePatterns(map);
  const { summary, result } = summarize({ map, votes, grid }, names, { toleranceMm: 1.5 });
  const painted = consensusMethods.map(
    (method) => [method, Array.from(paint(map, votes, result.selections[method]))] as const,
  );
  return { patient: `p${n}`, structure: "gland", summary, masks, names, painted: new Map(painted) };
});
/** As a study has them, after their way through the journal: NaN is null there. */
const stored = JSON.parse(
  JSON.stringify(rows.map(({ patient, structure, summary }) => ({ patient, structure, summary }))),
) as typeof rows;
const [overall] = overStudy(stored);
const compared = rows.filter(({ summary }) => summary.raters.length > 1 && summary.marginal.l1 > 0);

/** Mean, divisor n − 1, and order statistics, plainly; values that do not exist are left out. */
function plainSpread(all: readonly number[]): Record<string, number> {
  const values = all.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const at = (q: number): number => {
    const place = q * (n - 1);
    const low = Math.floor(place);
    return values[low] * (1 - place + low) + (values[low + 1] ?? values[low]) * (place - low);
  };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    n,
    mean,
    sd: Math.sqrt(squares / (n - 1)),
    median: at(0.5),
    lowerQuartile: at(0.25),
    upperQuartile: at(0.75),
    min: values[0],
    max: values[n - 1],
  };
}

function expectSpread(found: unknown, values: readonly number[], what: string): void {
  for (const [key, value] of Object.entries(plainSpread(values)))
    expect((found as Record<string, number>)[key], `${what}.${key}`).toBeCloseTo(value, 8);
}

const pairsOf = (masks: readonly Mask[]) =>
  masks.flatMap((a, j) => masks.slice(j + 1).map((b) => plainRow(a, b, grid, voxelMl, 1.5, true)));
const volumesOf = ({ masks }: { readonly masks: readonly Mask[] }) =>
  masks.map((mask) => count(mask) * voxelMl);
const othersOf = (masks: readonly Mask[], k: number) =>
  plainOptimum(meanOf(masks.filter((_, j) => j !== k).map((m) => [...m]))).smallest;
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe("a study, recomputed from its masks", () => {
  it("counts its patients and what is left out of the figures", () => {
    expect(overall).toMatchObject({
      structure: "gland",
      patients: 7,
      oneObserver: 1,
      nothingMarked: 1,
      disjoint: 1,
      standsOut: 0,
      tiedAtHalf: compared.filter(({ masks }) => meanOf(masks.map((m) => [...m])).includes(0.5)).length,
      stapleNotConverged: compared.filter(({ summary }) => !summary.methods.staple.converged).length,
    });
    expect(overall.tiedAtHalf).toBeGreaterThan(0);
    expect(overall.tiedAtHalf).toBeLessThan(5);
  });

  it("spreads every figure over the patients", () => {
    for (const name of pairFigures)
      expectSpread(
        overall.overPairs[name],
        compared.map(({ masks }) => mean(pairsOf(masks).map((row) => row[name]))),
        name,
      );
    const over = (of: (row: (typeof compared)[number]) => number) => compared.map(of);
    expectSpread(
      overall.meanPairwiseDice,
      over(({ masks }) => mean(pairsOf(masks).map(({ dice }) => dice))),
      "dice",
    );
    expectSpread(
      overall.fleissKappa,
      over(({ masks }) => plainKappa(masks)),
      "kappa",
    );
    expectSpread(
      overall.marginalMl,
      over((row) => mean(volumesOf(row))),
      "marginalMl",
    );
    expectSpread(
      overall.threshold,
      over(({ masks }) => plainOptimum(meanOf(masks.map((m) => [...m]))).t),
      "t",
    );
    expectSpread(
      overall.volumeVariation,
      over((row) => plainSpread(volumesOf(row)).sd / mean(volumesOf(row))),
      "variation",
    );
    expectSpread(
      overall.generalizedConformityIndex,
      over(({ masks }) => {
        const pairs = masks.flatMap((a, j) => masks.slice(j + 1).map((b) => [a, b] as const));
        const both = pairs.map(([a, b]) => a.filter((value, i) => value + b[i] === 2).length);
        const either = pairs.map(([a, b]) => a.filter((value, i) => value + b[i] > 0).length);
        return mean(both) / mean(either);
      }),
      "conformity",
    );
    for (const method of consensusMethods) {
      const scores = compared.map(({ masks, painted }) =>
        plainScore(
          painted.get(method) ?? [],
          masks,
          masks.map(() => 1),
          voxelMl,
        ),
      );
      for (const name of ["volumeMl", "volumeBias", "marginalDice", "meanRaterDice"] as const)
        expectSpread(
          overall.methods[method][name],
          scores.map((score) => score[name]),
          `${method}.${name}`,
        );
    }
  });

  it("has a row an observer, with figures, ranks and tests", () => {
    const names = ["a", "b", "c", "d"];
    expect(overall.observers.map(({ name }) => name)).toEqual(names);
    const table = (value: (masks: readonly Mask[], k: number) => number) =>
      compared.map((row) =>
        names.map((name) =>
          row.names.includes(name) ? value(row.masks, row.names.indexOf(name)) : Number.NaN,
        ),
      );
    const dice = table((masks, k) => {
      const others = othersOf(masks, k);
      return (
        (2 * masks[k].filter((value, i) => value + others[i] === 2).length) /
        (count(masks[k]) + count(others))
      );
    });
    const volumes = table((masks, k) => count(masks[k]) * voxelMl);
    const [diceRanks, volumeRanks] = [rankTest(dice), rankTest(volumes)];
    overall.observers.forEach((observer, o) => {
      const own = compared.filter((row) => row.names.includes(observer.name));
      expect(observer.patients).toBe(own.length);
      const place = (row: (typeof own)[number]) => row.names.indexOf(observer.name);
      expectSpread(
        observer.volumeBias,
        own.map((row) => volumesOf(row)[place(row)] / mean(volumesOf(row))),
        "bias",
      );
      const figures = own.map((row) =>
        plainRow(row.masks[place(row)], othersOf(row.masks, place(row)), grid, voxelMl, 1.5, false),
      );
      for (const name of ["volumeRatio", "dice", "hausdorff95Mm", "meanDistanceMm", "surfaceDice"] as const)
        expectSpread(
          observer[name],
          figures.map((one) => one[name]),
          name,
        );
      expect(observer.diceRank).toEqual(diceRanks[o]);
      expect(observer.volumeRank).toEqual(volumeRanks[o]);
    });
    // The four patients whom a, b and c drew; d drew two of them.
    const complete = compared.filter(({ names: own }) => own.length === 4);
    expect(overall.icc).toEqual(
      intraclassCorrelation(
        complete.map((row) => names.map((name) => volumesOf(row)[row.names.indexOf(name)])),
      ),
    );
    expect(overall.limits.map(({ observer, reference, n }) => [observer, reference, n])).toEqual([
      ["a", "b", 5],
      ["a", "c", 4],
      ["a", "d", 2],
      ["b", "c", 4],
      ["b", "d", 2],
      ["c", "d", 2],
    ]);
    const differences = compared
      .slice(0, 4)
      .map((row) => volumesOf(row)[row.names.indexOf("b")] - volumesOf(row)[row.names.indexOf("c")]);
    expect(overall.limits[3].meanMl).toBeCloseTo(mean(differences), 9);
  });

  it("is written to its three tables", () => {
    const table = parseCsv(studyCsv(rows));
    expect(table).toHaveLength(rows.length);
    const close = (text: string, value: number | null | undefined, what: string) => {
      if (value === undefined || value === null || Number.isNaN(value)) expect(text, what).toBe("");
      else expect(Math.abs(Number(text) - value), what).toBeLessThan(1e-5 * Math.abs(value) + 1e-12);
    };
    rows.forEach(({ patient, masks, painted, summary }, n) => {
      const row = table[n];
      const m = meanOf(masks.map((mask) => [...mask]));
      expect(row).toMatchObject({ patient, structure: "gland", observers: String(masks.length) });
      close(row.marginalMl, mean(masks.map((mask) => count(mask) * voxelMl)), "marginalMl");
      close(row.supDice, plainOptimum(m).supDice, "supDice");
      close(row.threshold, plainOptimum(m).t, "threshold");
      close(row.halfMl, m.filter((value) => value >= 0.5).length * voxelMl, "halfMl");
      close(row.voxelsTiedAtHalf, m.filter((value) => value === 0.5).length, "tied");
      for (const method of consensusMethods) {
        const score = plainScore(
          painted.get(method) ?? [],
          masks,
          masks.map(() => 1),
          voxelMl,
        );
        for (const name of ["volumeMl", "volumeBias", "marginalDice", "meanRaterDice"] as const)
          close(row[`${method}.${name}`], score[name], `${method}.${name}`);
      }
      const { agreement, bootstrap } = summary;
      const surface = agreement.surface!;
      for (const [column, value] of [
        ["meanPairwiseDice", agreement.meanPairwiseDice],
        ["fleissKappa", agreement.fleissKappa],
        ["generalizedConformityIndex", agreement.generalizedConformityIndex],
        ["volumeVariation", agreement.volumeVariation],
        ["meanHausdorff95Mm", surface.mean.hausdorff95Mm],
        ["meanSurfaceDistanceMm", surface.mean.meanDistanceMm],
        ["meanSurfaceDice", surface.mean.surfaceDice],
        ["localSdMm", surface.localSdMm.mean],
        ["bootstrapSdMl", bootstrap?.sdMl],
        ["bootstrapLowestMl", bootstrap?.lowestMl],
        ["bootstrapHighestMl", bootstrap?.highestMl],
      ] as const)
        close(row[column], value, column);
      for (const name of pairFigures)
        for (const [of, value] of Object.entries(agreement.overPairs[name]))
          close(row[`pairs.${name}.${of}`], value, `${name}.${of}`);
      expect([row.stapleConverged, row.standsOut, row.warnings]).toEqual([
        String(summary.methods.staple.converged),
        "",
        String(summary.warnings.length),
      ]);
    });
    const figures = parseCsv(studyAgreementCsv([overall]));
    const of = (name: string) => figures.find(({ figure }) => figure === name)!;
    const listed: [string, StudySummary["threshold"]][] = [
      ["marginalMl", overall.marginalMl],
      ["threshold", overall.threshold],
      ["fleissKappa", overall.fleissKappa],
      ["generalizedConformityIndex", overall.generalizedConformityIndex],
      ["volumeVariation", overall.volumeVariation],
      ...pairFigures.map((name) => [name, overall.overPairs[name]] as [string, StudySummary["threshold"]]),
      ...consensusMethods.flatMap((method) =>
        (["volumeMl", "volumeBias", "marginalDice", "meanRaterDice"] as const).map(
          (name) =>
            [`${method}.${name}`, overall.methods[method][name]] as [string, StudySummary["threshold"]],
        ),
      ),
    ];
    expect(figures).toHaveLength(listed.length);
    for (const [name, spread] of listed)
      for (const [part, value] of Object.entries(spread))
        close(of(name)[part], value as number, `${name}.${part}`);
    const observers = parseCsv(studyObserversCsv([overall]));
    overall.observers.forEach((observer, k) => {
      expect(observers[k]).toMatchObject({
        structure: "gland",
        observer: observer.name,
        patients: String(observer.patients),
      });
      for (const name of [
        "volumeBias",
        "volumeRatio",
        "dice",
        "hausdorff95Mm",
        "meanDistanceMm",
        "surfaceDice",
      ] as const)
        for (const [part, value] of Object.entries(observer[name]))
          close(observers[k][`${name}.${part}`], value as number, name);
      for (const part of ["meanRank", "meanShift", "p"] as const) {
        close(observers[k][`dice.${part}`], observer.diceRank[part], part);
        close(observers[k][`volume.${part}`], observer.volumeRank[part], part);
      }
    });
  });

  it("says on the page and in the terminal what its figures leave out, and what they say of observers", () => {
    const page = pageHtml(
      studyPage(
        {
          rows: rows.map((row) => ({ ...row, page: "p.html" })),
          overall: [overall],
          failed: [],
          linked: true,
        },
        [],
      ),
    );
    const text = studyText([overall]);
    for (const where of [page, text]) {
      expect(where).toContain("1 of 7 patients had one observer and is not in the means.");
      expect(where).toContain("In 1 of 7 patients nobody marked anything; it is not in the means.");
      expect(where).toContain("masks overlap: see that names of structures and observers are not swapped");
      expect(where).toContain(
        `In ${overall.tiedAtHalf} of 7 patients exactly half of the votes fell to some voxels`,
      );
    }
    expect(page).toContain("gland: consensus over a study of 7 patients");
    expect(page).toContain(`ICC(2,1) = ${overall.icc!.single.value.toFixed(3).replace("-", "−")}`);
    expect(page).toContain("median [IQR]");
    const [quiet] = overStudy(rows.slice(0, 2));
    expect(studyText([quiet])).not.toContain("note:");
  });
});
