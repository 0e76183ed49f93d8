// What reports state of observers, against simulations: npm run bench:observers [-- --write]
//
// Sets of alike observers of a disc (radius, edge or place differ at random, each observer drawn as the others): how often
// is one said to stand out, and how often is one found who is gross? How often do intervals and tests hold that are stated,
// or that are left out because they do not?
import { marginalOptimum } from "../src/raters/marginal.ts";
import { overlapAgreement } from "../src/raters/agreement/overlap.ts";
import { standsOut } from "../src/raters/agreement/outlier.ts";
import { voteMap, votePatterns } from "../src/raters/patterns.ts";
import { intraclassCorrelation } from "../src/raters/study/icc.ts";
import { rankTest } from "../src/raters/study/rankTest.ts";
import { Random } from "../src/core/random.ts";
import { Table } from "./table.ts";

const SIZE = 52;
const RADIUS = 10;
const KINDS = ["radius", "edge", "shift"] as const;
type Kind = (typeof KINDS)[number];

/** How an observer differs from those that are alike. */
interface Gross {
  readonly factor: number;
  readonly moved: number;
}
const ALIKE: Gross = { factor: 1, moved: 0 };
const HALF: Gross = { factor: Math.SQRT1_2, moved: 0 };
const MOVED: Gross = { factor: 1, moved: RADIUS };

/** A disc as one observer draws it; `spread` is relative to its radius. */
function disc(kind: Kind, spread: number, random: Random, { factor, moved }: Gross = ALIKE): Uint8Array {
  const centre = SIZE / 2 - 0.5;
  const radius = RADIUS * factor * (kind === "radius" ? Math.exp(spread * random.normal()) : 1);
  const shift = (): number => (kind === "shift" ? spread * RADIUS * random.normal() : 0);
  const [cx, cy] = [centre + moved + shift(), centre + shift()];
  const waves = (kind === "edge" ? [2, 3, 4, 5, 6, 7] : []).map(
    (k) => [k, (spread * random.normal()) / Math.sqrt(3), 2 * Math.PI * random.uniform()] as const,
  );
  return Uint8Array.from({ length: SIZE * SIZE }, (_, i) => {
    const [x, y] = [(i % SIZE) - cx, Math.floor(i / SIZE) - cy];
    const angle = Math.atan2(y, x);
    const edge = waves.reduce(
      (r, [k, height, phase]) => r + radius * height * Math.cos(k * angle + phase),
      radius,
    );
    return Number(Math.hypot(x, y) < edge);
  });
}

const outlierIn = (masks: readonly Uint8Array[]) =>
  standsOut(overlapAgreement(votePatterns(voteMap(masks)), "nan").pairwiseDice);

const percent = (part: number, all: number): string => `${((100 * part) / all).toFixed(1)} %`;

const table = new Table("observers");

for (const raters of [3, 4, 5, 8, 15]) {
  const sets = 500;
  const shown = KINDS.map((kind, n) => {
    let named = 0;
    for (let set = 0; set < sets; set++) {
      const random = new Random(1, raters, 10_000 * n + set);
      const masks = Array.from({ length: raters }, () => disc(kind, 0.12, random));
      if (outlierIn(masks) !== undefined) named += 1;
    }
    return `${kind} ${percent(named, sets)}`;
  });
  table.row(`named among ${raters} alike observers, ${sets} sets a kind`, shown.join(", "), "", "≤ 2 %");
}

for (const raters of [5, 8]) {
  for (const [what, gross] of [
    ["half the volume", HALF],
    ["moved by a radius", MOVED],
  ] as const) {
    const sets = 200;
    const shown = KINDS.map((kind, n) => {
      let found = 0;
      for (let set = 0; set < sets; set++) {
        const random = new Random(2, raters, 10_000 * n + set);
        const at = random.integer(raters);
        const masks = Array.from({ length: raters }, (_, k) =>
          disc(kind, 0.025, random, k === at ? gross : ALIKE),
        );
        if (outlierIn(masks)?.rater === at) found += 1;
      }
      return `${kind} ${percent(found, sets)}`;
    });
    table.row(`one of ${raters} found, ${what}, ${sets} sets a kind`, shown.join(", "), "", "≥ 60 %");
  }
}

/** The Dice-optimal volume of all observers in the world: discs of log-normal radius. */
function trueVolume(spread: number): number {
  const random = new Random(3);
  const all = Array.from({ length: 2000 }, () => disc("radius", spread, random));
  return marginalOptimum(votePatterns(voteMap(all))).minVoxels;
}

// The percentile interval that is not stated: the 2.5 % and 97.5 % quantiles of 400 resamples.
const truth = trueVolume(0.15);
for (const raters of [3, 5, 8]) {
  const sets = 300;
  let held = 0;
  for (let set = 0; set < sets; set++) {
    const random = new Random(4, raters, set);
    const votes = Array.from({ length: raters }, () => disc("radius", 0.15, random));
    const volumes = Array.from({ length: 400 }, () => {
      const drawn = votes.map(() => votes[random.integer(raters)]);
      return marginalOptimum(votePatterns(voteMap(drawn))).minVoxels;
    }).sort((a, b) => a - b);
    if (volumes[10] <= truth && truth <= volumes[389]) held += 1;
  }
  table.row(
    `95 % bootstrap interval of the volume of ${raters} observers (not stated for this reason): holds`,
    percent(held, sets),
  );
}

// Volumes of normal patients, observers and errors: true ICC 144 / (144 + 16 + 9).
for (const [patients, observers] of [
  [10, 3],
  [20, 3],
  [20, 5],
  [50, 4],
] as const) {
  const studies = 200;
  const correlation = 144 / (144 + 16 + 9);
  let held = 0;
  for (let study = 0; study < studies; study++) {
    const random = new Random(5, patients * 100 + observers, study);
    const bias = Array.from({ length: observers }, () => 4 * random.normal());
    const rows = Array.from({ length: patients }, () => {
      const volume = 60 + 12 * random.normal();
      return bias.map((b) => volume + b + 3 * random.normal());
    });
    const { lower, upper } = intraclassCorrelation(rows, { seed: study })?.single ?? { lower: 1, upper: 0 };
    if (lower <= correlation && correlation <= upper) held += 1;
  }
  table.row(
    `95 % interval of ICC(2,1), ${patients} patients, ${observers} observers: holds`,
    percent(held, studies),
    "",
    "95 %",
  );
}

for (const [patients, observers] of [
  [6, 3],
  [10, 5],
] as const) {
  const studies = 200;
  let [alike, biased] = [0, 0];
  for (let study = 0; study < studies; study++) {
    const random = new Random(6, patients * 100 + observers, study);
    const rows = Array.from({ length: patients }, () =>
      Array.from({ length: observers }, () => random.normal()),
    );
    if (rankTest(rows, study).some(({ p }) => p <= 0.05)) alike += 1;
    const one = rows.map((row) => row.map((value, k) => (k === 0 ? value + 2 : value)));
    if (rankTest(one, study)[0].p <= 0.05) biased += 1;
  }
  table.row(
    `rank test at 0.05, ${patients} patients, ${observers} alike observers: names any; of one 2 SD higher: names him`,
    `${percent(alike, studies)}; ${percent(biased, studies)}`,
    "",
    "≤ 5 %",
  );
}
table.finish();
