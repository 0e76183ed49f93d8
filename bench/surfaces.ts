// What distances between surfaces cost: npm run bench:surfaces [-- --write]
//
// Five observers' 512×512×200 masks as .nii.gz files. Each round runs softdice consensus as users do, with masks and report,
// with distances and without. Beside it the distance transforms alone, in processor time: ours and SciPy's of the lattice
// that holds these observers, and of 256×256×256 points with the surface of a ball.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { encodeNiftiGz } from "../src/formats/nifti/write.ts";
import { openDistances } from "../src/kernels/distances.ts";
import { observersOfOne } from "./ellipsoids.ts";
import { Peer } from "./peer.ts";
import { onTheClock, race, ratios, timed, type Times } from "./rounds.ts";
import { showTimes, Table } from "./table.ts";

const folder = mkdtempSync(join(tmpdir(), "softdice-bench-"));
const masks = join(folder, "masks");
mkdirSync(masks);
for (const mask of observersOfOne(5))
  writeFileSync(join(masks, `${mask.name}.nii.gz`), await encodeNiftiGz(mask));

function consensus(...options: readonly string[]): void {
  const out = ["--out", join(folder, "out")];
  const args = [
    resolve("dist/cli/softdice.js"),
    "consensus",
    masks,
    "--quiet",
    "--force",
    ...out,
    ...options,
  ];
  const { stderr, status } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}

type Shape = readonly [number, number, number];

/** Marks the points of a lattice that are next to the surface of the ellipsoid that touches its sides. */
function markSurface([nx, ny, nz]: Shape, isSet: Uint8Array): void {
  const isIn = (i: number, j: number, k: number): boolean =>
    ((2 * i) / nx - 1) ** 2 + ((2 * j) / ny - 1) ** 2 + ((2 * k) / nz - 1) ** 2 < 0.9;
  for (let k = 1, at = nx * ny; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, at++) {
        const here = isIn(i, j, k);
        isSet[at] = Number(
          here !== isIn(i - 1, j, k) || here !== isIn(i, j - 1, k) || here !== isIn(i, j, k - 1),
        );
      }
    }
  }
}

const table = new Table("surfaces");
const { whole = [], without = [] } = await race(5, {
  whole: onTheClock(() => consensus()),
  without: onTheClock(() => consensus("--no-surfaces")),
} as const);
rmSync(folder, { recursive: true });
table.row(
  "consensus of 5 × 512×512×200, surfaces, masks and report",
  showTimes(whole),
  undefined,
  "< 2500 ms",
);
table.row("… over the same without surfaces", showTimes(without), ratios(whole, without));

for (const shape of [
  [164, 140, 60],
  [256, 256, 256],
] as const) {
  const points = shape[0] * shape[1] * shape[2];
  const distances = openDistances(shape);
  markSurface(shape, distances.isSet);
  const file = join(tmpdir(), `softdice-lattice-${process.pid}`);
  writeFileSync(file, distances.isSet);
  const peer = Peer.python("scipy", "distances_scipy.py", file, ...shape.map(String));
  const times = await race(9, {
    ours: timed(() => distances.transform([0.9765625, 0.9765625, 3])),
    scipy: peer === undefined ? undefined : () => peer.seconds(),
  } as const);
  peer?.close();
  rmSync(file);
  const { ours = [], scipy } = times;
  const perPoint = (seconds: Times): string =>
    `${((1e9 * [...seconds].sort((a, b) => a - b)[Math.floor(seconds.length / 2)]) / points).toFixed(1)} ns`;
  table.row(
    `exact distance transform of ${shape.join("×")}, a point: SciPy's over ours`,
    [ours, ...(scipy === undefined ? [] : [scipy])].map(perPoint).join(", "),
    scipy === undefined ? "not on this machine" : ratios(scipy, ours),
  );
}
table.finish();
