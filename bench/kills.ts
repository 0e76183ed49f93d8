/*
 * Kills every command that can be resumed at random moments, resumes it, and compares what it leaves with a run that was
 * never stopped: `npm run bench:kills [kills] [seed] [names]`. It makes 1,000 kills if left out, shared by all commands;
 * names, parted by commas, keep it to the commands that are called so, each with its share of the kills.
 */
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Random } from "../src/core/random.ts";
import { encodeNifti } from "../src/formats/nifti/write.ts";
import { unitGrid } from "../src/image/grid.ts";

const [kills = 1000, seed = 1] = process.argv.slice(2, 4).map(Number);
const chosen = process.argv[4]?.split(",");
const random = new Random(seed);
const binary = resolve("dist/cli/softdice.js");
const folder = mkdtempSync(join(tmpdir(), "softdice-kills-"));
/** A run that was killed so often is let go to its end. */
const mostOfOne = 12;

/** A command that can be resumed; OUT stands for the folder of its results. */
interface Resumable {
  readonly name: string;
  readonly args: readonly string[];
  /** A folder that the results begin as. */
  readonly start?: string;
}

/** How a command ended: its exit status, null where it was killed, and what it said. */
interface Ended {
  readonly status: number | null;
  readonly stderr: string;
}

/** Runs a command, and kills it after so many seconds. */
async function run({ args }: Resumable, out: string, killAfter?: number): Promise<Ended> {
  const words = args.map((word) => (word === "OUT" ? out : word));
  const child = spawn(process.execPath, [binary, ...words], { stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<Ended>((done) => child.on("close", (status) => done({ status, stderr })));
  if (killAfter !== undefined) {
    const timer = new AbortController();
    void ended.then(() => timer.abort());
    await sleep(1000 * killAfter, undefined, { signal: timer.signal }).catch(() => undefined);
    child.kill("SIGKILL");
  }
  return ended;
}

/** All that a run leaves but its manifests, which tell times: files by their paths. */
function contents(out: string): Map<string, string> {
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  const compared = paths.filter((path) => !/(manifest|shards[\\/]\d+-of-\d+)\.json$/.test(path));
  return new Map(compared.map((path) => [path.slice(out.length), readFileSync(path, "base64")]));
}

/** Files that are in one of two results alone, or not the same in both. */
function differences(one: Map<string, string>, other: Map<string, string>): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter((path) => one.get(path) !== other.get(path));
}

/** A study of 12 patients with three observers each, a folder an observer. */
function writeStudy(): string {
  const study = join(folder, "study");
  const shape = [40, 40, 12] as const;
  for (const observer of ["A", "B", "C"]) {
    mkdirSync(join(study, observer), { recursive: true });
    for (let patient = 0; patient < 12; patient++) {
      const radius = 6 + 4 * random.uniform();
      const data = Uint8Array.from({ length: 40 * 40 * 12 }, (_, at) =>
        Number(
          Math.hypot((at % 40) - 20, (Math.floor(at / 40) % 40) - 20, 2 * (Math.floor(at / 1600) - 6)) <
            radius,
        ),
      );
      writeFileSync(
        join(study, observer, `p${patient}.nii`),
        encodeNifti({ name: "m", grid: unitGrid(shape), data }),
      );
    }
  }
  return study;
}

const synthetic = "reproduce synthetic --samples 40 --rho 0.03,0.09 --iterations 1,10 --quiet".split(" ");
const networks = "reproduce networks --seeds 3 --steps 2 --model whole --loss dice --quiet".split(" ");
const shards = join(folder, "shards");
for (const part of ["0/2", "1/2"])
  await run({ name: "shards", args: [...synthetic, "--out", "OUT", "--shard", part] }, shards);
const study = writeStudy();
const small = "--cases 3 --size 64 --slices 12 --quiet --out OUT".split(" ");
const commands: readonly Resumable[] = [
  { name: "reproduce synthetic", args: [...synthetic, "--out", "OUT"] },
  { name: "reproduce synthetic --shard", args: [...synthetic, "--out", "OUT", "--shard", "0/2"] },
  { name: "reproduce gold-atlas", args: ["reproduce", "gold-atlas", "--phantom", ...small] },
  {
    name: "reproduce networks",
    args: [...networks, "--out", "OUT"],
  },
  {
    name: "consensus --study",
    args: ["consensus", "--study", study, "--pattern", "{observer}/{patient}", "--out", "OUT", "--quiet"],
  },
  {
    name: "evaluate",
    args: [
      "evaluate",
      join(study, "C"),
      "--observers",
      join(study, "A"),
      join(study, "B"),
      "--out",
      "OUT",
      "--quiet",
    ],
  },
  { name: "phantom", args: ["phantom", ...small] },
  { name: "merge", args: ["merge", "OUT"], start: shards },
];

let wrong = 0;
for (const command of commands.filter(({ name }) => chosen?.includes(name) ?? true)) {
  const whole = join(folder, "whole");
  const prepare = (out: string): void => {
    rmSync(out, { recursive: true, force: true });
    if (command.start !== undefined) cpSync(command.start, out, { recursive: true });
  };
  prepare(whole);
  const begun = performance.now();
  await run(command, whole);
  const seconds = (performance.now() - begun) / 1000;
  const expected = contents(whole);
  const out = join(folder, "killed");
  let [done, runs, differing] = [0, 0, 0];
  while (done < kills / commands.length) {
    prepare(out);
    runs += 1;
    let ended: Ended = { status: null, stderr: "" };
    for (let attempt = 0; attempt < mostOfOne && ended.status === null; attempt++) {
      ended = await run(command, out, 0.05 + 1.1 * seconds * random.uniform());
      if (ended.status === null) done += 1;
    }
    if (ended.status === null) ended = await run(command, out);
    const other = differences(expected, contents(out));
    if (ended.status === 0 && other.length === 0) continue;
    differing += 1;
    console.log(`${command.name}: status ${ended.status}, other: ${other.join(", ")}\n${ended.stderr}`);
  }
  wrong += differing;
  console.log(
    `${command.name}: ${done} kills in ${runs} runs of ${seconds.toFixed(1)} s, ${differing} with other bytes`,
  );
}
rmSync(folder, { recursive: true, force: true });
process.exitCode = wrong > 0 ? 1 : 0;
