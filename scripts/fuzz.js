/* Fuzzes all readers: `npm run fuzz -- --minutes 60 --seed 2`. Findings go to test/fuzz/findings. */
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: { minutes: { type: "string", default: "10" }, seed: { type: "string", default: "1" } },
});
/** Readers that share the time (test/fuzz/targets.ts). */
const targets = 7;
const seconds = (60 * Number(values.minutes)) / targets;
if (!(seconds > 0)) throw new Error(`--minutes: is "${values.minutes}", expected a positive number`);
const { status } = spawnSync(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", "--project", "node", "test/fuzz", "--maxWorkers=1"],
  {
    stdio: "inherit",
    env: { ...process.env, SOFTDICE_FUZZ_SECONDS: String(seconds), SOFTDICE_FUZZ_SEED: values.seed },
  },
);
process.exitCode = status ?? 1;
