/*
 * How long `softdice merge` takes on many shards: writes the shards of an experiment (S) of a million samples' layout with
 * made-up results, then merges them as users do. `npm run bench:merge [shards] [samples a shard]`.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { sealLine } from "../src/cli/runs/journalLine.ts";
import { VERSION } from "../src/core/version.ts";
import { Random } from "../src/core/random.ts";

const [shards = 10_000, samplesEach = 9] = process.argv.slice(2).map(Number);
const rho = [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09];
const tasks = shards * samplesEach;
const parameters = {
  seed: 1,
  samples: Math.ceil(tasks / rho.length),
  rho,
  preset: "table1",
  iterations: [1, 10, 20, 100, 200],
};
const random = new Random(1);
const folder = mkdtempSync(join(tmpdir(), "softdice-merge-"));
const binary = resolve("dist/cli/softdice.js");

mkdirSync(join(folder, "shards"));
const total = parameters.samples * rho.length;
for (let index = 0; index < shards; index++) {
  const lines = [sealLine({ version: VERSION, command: "reproduce synthetic", parameters })];
  for (let task = index; task < total; task += shards) {
    const errors = Array.from({ length: 10 }, () => random.uniform());
    lines.push(
      sealLine({
        task,
        result: { volume: 0.03, supDice: 0.9, threshold: 0.45, optimalVolume: 0.03, errors },
      }),
    );
  }
  lines.push(sealLine({ end: lines.length - 1, failed: [] }));
  writeFileSync(join(folder, `shards/${index}-of-${shards}.jsonl`), lines.join(""));
}
const seconds: number[] = [];
for (let repeat = 0; repeat < 3; repeat++) {
  const started = performance.now();
  execFileSync(process.execPath, [binary, "merge", folder, "--force"], { stdio: "ignore" });
  seconds.push((performance.now() - started) / 1000);
}
const bytes = statSync(join(folder, "samples.csv")).size;
rmSync(folder, { recursive: true });
seconds.sort((a, b) => a - b);
console.log(
  `merge of ${shards} shards, ${total} samples: ${seconds[1].toFixed(2)} s (${seconds[0].toFixed(2)} to ${seconds[2].toFixed(2)}), ` +
    `samples.csv ${(bytes / 1e6).toFixed(1)} MB`,
);
