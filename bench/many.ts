// How long a consensus of many observers takes beside reading and sorting their mean: npm run bench:many [-- --write]
//
// 40 and 200 observers' 160×160×80 masks as .nii.gz files. Each round runs softdice consensus as users do, start of Node
// included, to summary.json without distances of surfaces and with them; and a Python that reads the files with gzip into
// NumPy arrays, takes their mean and sorts it.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Random } from "../src/core/random.ts";
import { encodeNiftiGz } from "../src/formats/nifti/write.ts";
import { unitGrid } from "../src/image/grid.ts";
import { onTheClock, race, ratios } from "./rounds.ts";
import { showTimes, Table } from "./table.ts";

const SHAPE = [160, 160, 80] as const;
const PEER = `
import gzip, glob, sys
import numpy as np
total = 0
for name in sorted(glob.glob(sys.argv[1] + "/*.nii.gz")):
    with gzip.open(name) as f:
        total = total + np.frombuffer(f.read(), np.uint8, offset=352).astype(np.float32)
np.sort(total / len(glob.glob(sys.argv[1] + "/*.nii.gz")))
`;

/** An ellipsoid whose centre, radii and edge differ from observer to observer. */
function mask(seed: number): Uint8Array {
  const random = new Random(7, seed);
  const centre = SHAPE.map((n) => n / 2 + 1.5 * random.normal());
  const radius = [30, 26, 18].map((r) => r * (1 + 0.05 * random.normal()));
  const waves = [3, 5, 8].map((k) => [k, 0.03 * random.normal(), 6.28 * random.uniform()] as const);
  return Uint8Array.from({ length: SHAPE[0] * SHAPE[1] * SHAPE[2] }, (_, i) => {
    const place = [i % SHAPE[0], Math.floor(i / SHAPE[0]) % SHAPE[1], Math.floor(i / SHAPE[0] / SHAPE[1])];
    const [x, y, z] = place.map((p, axis) => (p - centre[axis]) / radius[axis]);
    const angle = Math.atan2(y, x) + 2 * z;
    const edge = waves.reduce((sum, [k, height, phase]) => sum + height * Math.cos(k * angle + phase), 1);
    return Number(Math.hypot(x, y, z) < edge);
  });
}

const folder = mkdtempSync(join(tmpdir(), "softdice-bench-"));
const table = new Table("many");
try {
  for (const [observers, wanted] of [
    [40, "≤ 6"],
    [200, "≤ 8"],
  ] as const) {
    const masks = join(folder, String(observers));
    mkdirSync(masks);
    for (let k = 0; k < observers; k++) {
      const name = `r${String(k).padStart(3, "0")}`;
      writeFileSync(
        join(masks, `${name}.nii.gz`),
        await encodeNiftiGz({ name, grid: unitGrid(SHAPE), data: mask(k) }),
      );
    }
    const consensus = (...options: readonly string[]): void => {
      const command = [
        resolve("dist/cli/softdice.js"),
        "consensus",
        masks,
        "--quiet",
        "--force",
        "--summary-only",
      ];
      const { stderr, status } = spawnSync(
        process.execPath,
        [...command, "--out", join(folder, "out"), ...options],
        {
          encoding: "utf8",
        },
      );
      if (status !== 0) throw new Error(stderr);
    };
    const times = await race(3, {
      plain: onTheClock(() => consensus("--no-surfaces")),
      surfaces: onTheClock(() => consensus()),
      numpy: onTheClock(() => execFileSync("python3", ["-c", PEER, masks])),
    } as const);
    const { plain = [], surfaces = [], numpy = [] } = times;
    table.row(`${observers} observers of 160×160×80: NumPy reads and sorts their mean`, showTimes(numpy));
    table.row("… all methods and summary.json, over NumPy", showTimes(plain), ratios(plain, numpy), wanted);
    table.row("… with distances of all surfaces, over NumPy", showTimes(surfaces), ratios(surfaces, numpy));
  }
  table.finish();
} finally {
  rmSync(folder, { recursive: true });
}
