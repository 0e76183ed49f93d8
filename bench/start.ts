// How long the command line takes to start and to do little: npm run bench:start [-- --write]
//
// Four observers' masks of 64×64×64. Each round runs an empty program of Node, the version, and the consensus of the four
// to summaries alone and with masks and report; wall time and processor time, as ratios to the empty program.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { encodeNiftiGz } from "../src/formats/nifti/write.ts";
import { unitGrid } from "../src/image/grid.ts";
import { ratios } from "./rounds.ts";
import { showTimes, Table } from "./table.ts";

const folder = mkdtempSync(join(tmpdir(), "softdice-bench-"));
const masks = join(folder, "masks");
const SIDE = 64;
const ROUNDS = 15;

mkdirSync(masks);
for (let k = 0; k < 4; k++) {
  const data = Uint8Array.from({ length: SIDE ** 3 }, (_, i) => {
    const [x, y, z] = [i % SIDE, Math.floor(i / SIDE) % SIDE, Math.floor(i / SIDE ** 2)];
    return Number(Math.hypot(x - 30 - k, y - 31, z - 32) < 14 + k);
  });
  const name = `User${k + 1}`;
  const bytes = await encodeNiftiGz({ name, grid: unitGrid([SIDE, SIDE, SIDE]), data });
  writeFileSync(join(masks, `${name}.nii.gz`), bytes);
}

const softdice = resolve("dist/cli/softdice.js");
const consensus = [softdice, "consensus", masks, "--quiet", "--force", "--out", join(folder, "out")];
const programs = {
  "node -e 0": ["-e", "0"],
  "softdice --version": [softdice, "--version"],
  "consensus of 4 masks of 64×64×64, summaries, no surfaces": [
    ...consensus,
    "--summary-only",
    "--no-surfaces",
  ],
  "consensus of 4 masks of 64×64×64, summaries": [...consensus, "--summary-only"],
  "consensus of 4 masks of 64×64×64, masks and report": consensus,
} as const;

/** Prints the processor time of the whole process when it ends. */
const TELL = `data:text/javascript,process.on("exit",()=>{const{user,system}=process.cpuUsage();console.error("us",user+system)})`;

const wall = new Map<string, number[]>();
const processor = new Map<string, number[]>();
for (let round = -1; round < ROUNDS; round++) {
  for (const [name, args] of Object.entries(programs)) {
    const start = performance.now();
    const plain = spawnSync(process.execPath, args, { encoding: "utf8" });
    const seconds = (performance.now() - start) / 1000;
    if (plain.status !== 0) throw new Error(plain.stderr);
    const told = spawnSync(process.execPath, ["--import", TELL, ...args], { encoding: "utf8" });
    if (round < 0) continue;
    wall.set(name, [...(wall.get(name) ?? []), seconds]);
    processor.set(name, [...(processor.get(name) ?? []), Number(/us (\d+)/u.exec(told.stderr)?.[1]) / 1e6]);
  }
}
rmSync(folder, { recursive: true });

const table = new Table("start");
const of = (times: Map<string, number[]>, name: string): number[] => times.get(name) ?? [];
for (const name of Object.keys(programs)) {
  const isEmpty = name === "node -e 0";
  const over = (times: Map<string, number[]>): number[] | undefined =>
    isEmpty ? undefined : ratios(of(times, name), of(times, "node -e 0"));
  table.row(`${name}, on the clock`, showTimes(of(wall, name)), over(wall), isEmpty ? "" : "≤ 2.5");
  table.row("… processor time", showTimes(of(processor, name)), over(processor));
}
table.finish();
