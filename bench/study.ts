/*
 * Memory and time of a study of many patients: its shards are written with made-up results of the layout that `consensus
 * --study` has, then merged as users do. `npm run bench:study [patients…]`, 500 and 2,000 if left out.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { sealLine } from "../src/cli/runs/journalLine.ts";
import { readJournal } from "../src/cli/runs/journalFile.ts";
import { encodeNifti } from "../src/formats/nifti/write.ts";
import { unitGrid } from "../src/image/grid.ts";

const given = process.argv.slice(2).map(Number);
const binary = resolve("dist/cli/softdice.js");
const folder = mkdtempSync(join(tmpdir(), "softdice-study-"));

/** One patient with three structures of four observers, computed once: the others are given its results. */
const study = join(folder, "study");
for (const structure of ["bladder", "prostate", "rectum"]) {
  mkdirSync(join(study, "p0", structure), { recursive: true });
  for (const [n, observer] of ["A", "B", "C", "D"].entries()) {
    const data = Uint8Array.from({ length: 4096 }, (_, at) =>
      Number(Math.hypot((at % 16) - 8, (Math.floor(at / 16) % 16) - 8, Math.floor(at / 256) - 8) < 4 + n / 2),
    );
    writeFileSync(
      join(study, "p0", structure, `${observer}.nii`),
      encodeNifti({ name: "m", grid: unitGrid([16, 16, 16]), data }),
    );
  }
}
const one = join(folder, "one");
execFileSync(process.execPath, [
  binary,
  "consensus",
  "--study",
  study,
  "--out",
  one,
  "--summary-only",
  "--shard",
  "0/1",
  "--quiet",
]);
const { identity, entries } = readJournal(join(one, "shards/0-of-1.jsonl"))!;
const { result } = entries.get(0)!;

for (const patients of given.length > 0 ? given : [500, 2000]) {
  const out = join(folder, `of-${patients}`);
  mkdirSync(join(out, "shards"), { recursive: true });
  const names = Array.from({ length: patients }, (_, n) => `p${n}`);
  const shards = 20;
  for (let index = 0; index < shards; index++) {
    const lines = [sealLine({ ...identity, parameters: { ...identity!.parameters, patients: names } })];
    for (let task = index; task < patients; task += shards)
      lines.push(sealLine({ task, input: "0".repeat(16), result }));
    lines.push(sealLine({ end: lines.length - 1, failed: [] }));
    writeFileSync(join(out, `shards/${index}-of-${shards}.jsonl`), lines.join(""));
  }
  const begun = performance.now();
  // The most memory that it had, as Linux tells when it ends.
  const watch = `process.on("exit", () => require("fs").writeFileSync(${JSON.stringify(join(folder, "peak"))}, String(process.resourceUsage().maxRSS)))`;
  writeFileSync(join(folder, "watch.cjs"), watch);
  execFileSync(process.execPath, ["--require", join(folder, "watch.cjs"), binary, "merge", out], {
    stdio: "ignore",
  });
  const seconds = (performance.now() - begun) / 1000;
  const peakMb = Number(readFileSync(join(folder, "peak"), "utf8")) / 1000;
  const journalMb = statSync(join(out, "journal.jsonl")).size / 1e6;
  console.log(
    `merge of ${patients} patients, ${3 * patients} structures: ${seconds.toFixed(1)} s, ${peakMb.toFixed(0)} MB at most, journal ${journalMb.toFixed(1)} MB`,
  );
}
rmSync(folder, { recursive: true });
