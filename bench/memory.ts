// Memory and time of a consensus of many observers of a large image: npm run bench:memory [-- --write]
//
// Twenty observers' 512×512×400 masks as .nii.gz files, once, with surfaces, masks and report. Memory is the largest
// resident set.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Random } from "../src/core/random.ts";
import { deflateMask } from "../src/cli/deflate.ts";
import { encodeNiftiGz } from "../src/formats/nifti/write.ts";
import { unitGrid } from "../src/image/grid.ts";
import { Table } from "./table.ts";

const SHAPE = [512, 512, 400] as const;
const folder = mkdtempSync(join(tmpdir(), "softdice-bench-"));
const masks = join(folder, "masks");
mkdirSync(masks);
const random = new Random(3);
const data = new Uint8Array(SHAPE[0] * SHAPE[1] * SHAPE[2]);
for (let k = 0; k < 20; k++) {
  const centre = [250, 260, 200].map((x) => x + 3 * random.normal());
  const radius = [70, 60, 50].map((r) => r * (1 + 0.05 * random.normal()));
  data.fill(0);
  for (let z = 130; z < 270; z++) {
    for (let y = 170; y < 350; y++) {
      for (let x = 150; x < 350; x++) {
        const inside =
          [x, y, z].reduce((sum, at, axis) => sum + ((at - centre[axis]) / radius[axis]) ** 2, 0) < 1;
        if (inside) data[x + SHAPE[0] * (y + SHAPE[1] * z)] = 1;
      }
    }
  }
  const name = `User${k + 1}`;
  const volume = { name, grid: unitGrid(SHAPE), data };
  writeFileSync(join(masks, `${name}.nii.gz`), await encodeNiftiGz(volume, deflateMask));
}

const TELL = 'data:text/javascript,process.on("exit",()=>console.error("kB",process.resourceUsage().maxRSS))';
const args = [resolve("dist/cli/softdice.js"), "consensus", masks, "--quiet", "--out", join(folder, "out")];
const start = performance.now();
const { stderr, status } = spawnSync(process.execPath, ["--import", TELL, ...args], { encoding: "utf8" });
const seconds = (performance.now() - start) / 1000;
rmSync(folder, { recursive: true });
if (status !== 0) throw new Error(stderr);
const table = new Table("memory");
const megabytes = Number(/kB (\d+)/u.exec(stderr)?.[1]) / 1e3;
table.row("20 observers of 512×512×400, surfaces, masks and report", `${seconds.toFixed(1)} s`);
table.row("… memory", `${megabytes.toFixed(0)} MB`, undefined, "< 1500 MB");
table.finish();
