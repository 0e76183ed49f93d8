/*
 * Time and memory of softdice on one case as nnU-Net predicts it: 512×512×200 voxels, three classes as float32 softmax in an
 * .npz, beside its mask and dataset.json, against two observers. Times are ratios to what decompressing the files takes: NumPy
 * and Python's gzip, where they are there, and this program's own reader. Processor time is that of all threads; time by the
 * clock needs a quiet machine.
 *
 *     npm run bench:evaluate [-- --write] [--slices 200] [--rounds 3]
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { encodeNifti } from "../src/formats/nifti/write.ts";
import { gridFromSteps } from "../src/image/grid.ts";
import { quartiles } from "./rounds.ts";
import { Table } from "./table.ts";

const { values } = parseArgs({
  options: {
    slices: { type: "string", default: "200" },
    rounds: { type: "string", default: "3" },
    write: { type: "boolean", default: false },
  },
});
const shape = [512, 512, Number(values.slices)] as const;
const voxels = shape[0] * shape[1] * shape[2];
const steps = [
  [0.8, 0, 0],
  [0, 0.8, 0],
  [0, 0, 2.5],
] as const;
const grid = gridFromSteps("grid", shape, steps, [0, 0, 0]);
const folder = mkdtempSync(join(tmpdir(), "softdice-bench-"));
for (const name of ["predictions", "Ana", "Bo"]) mkdirSync(join(folder, name));
const program = resolve("dist/cli/softdice.js");

/** Two organs whose edges are unsure in a background of small probabilities, each voxel different, as networks leave it. */
function write(): void {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (3, ${shape[2]}, 512, 512), }`;
  const npy = new Uint8Array(128 + 12 * voxels);
  npy.set([0x93, ...new TextEncoder().encode(`NUMPY\u0001\u0000v\u0000${header.padEnd(117)}\n`)]);
  const maps = [0, 1, 2].map((c) => new Float32Array(npy.buffer, 128 + 4 * c * voxels, voxels));
  const labels = new Uint8Array(voxels);
  const observers = [new Uint8Array(voxels), new Uint8Array(voxels)];
  let noise = 1;
  for (let i = 0; i < voxels; i++) {
    const x = i % 512;
    const y = (i >> 9) & 511;
    const z = (i >> 18) - shape[2] / 2;
    const a = 70 - Math.hypot(x - 210, y - 250, 1.5 * z);
    const b = 60 - Math.hypot(x - 320, y - 260, 1.5 * z);
    noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
    const wobble = noise / 2 ** 32;
    const organ = (depth: number, change: number): number =>
      Math.exp(Math.max(-14, Math.min(9, depth / 2)) + change);
    const [p, q] = [organ(a, wobble), organ(b, -wobble)];
    const all = 1 + p + q;
    [maps[0][i], maps[1][i], maps[2][i]] = [1 / all, p / all, q / all];
    labels[i] = p > 1 && p > q ? 1 : q > 1 ? 2 : 0;
    observers[0][i] = a > 1.5 ? 1 : b > 0 ? 2 : 0;
    observers[1][i] = a > -1 ? 1 : b > 2 ? 2 : 0;
  }
  writeFileSync(join(folder, "predictions/case.npz"), zipSync({ "probabilities.npy": npy }, { level: 1 }));
  const save = (name: string, data: Uint8Array): void =>
    writeFileSync(join(folder, name), gzipSync(encodeNifti({ name, grid, data }), { level: 1 }));
  save("predictions/case.nii.gz", labels);
  save("Ana/case.nii.gz", observers[0]);
  save("Bo/case.nii.gz", observers[1]);
  writeFileSync(
    join(folder, "predictions/dataset.json"),
    JSON.stringify({ labels: { background: 0, liver: 1, spleen: 2 } }),
  );
}

/** Seconds of processors, which other programs do not change, and peak memory of a program. */
function measure(
  args: readonly string[],
  engine: string = process.execPath,
): {
  seconds: number;
  clock: number;
  gigabytes: number;
} {
  const timed = spawnSync("/usr/bin/time", ["-f", "%M kB %U+%S s %e s", engine, ...args], {
    encoding: "utf8",
  });
  if (timed.status !== 0) throw new Error(timed.stderr);
  const [, kilobytes, user, system, clock] =
    /(\d+) kB ([\d.]+)\+([\d.]+) s ([\d.]+) s/u.exec(timed.stderr) ?? [];
  return {
    seconds: Number(user) + Number(system),
    clock: Number(clock),
    gigabytes: (Number(kilobytes) * 1024) / 1e9,
  };
}

write();
const file = (name: string): string => join(folder, name);
const reader = resolve("dist/bench/readFiles.js");
const numpy = resolve("bench/peers/decompress_numpy.py");
const hasNumPy = spawnSync("python3", ["-c", "import numpy"], { stdio: "ignore" }).status === 0;
const prediction = [file("predictions/case.npz"), file("predictions/case.nii.gz")];
const observers = [file("Ana/case.nii.gz"), file("Bo/case.nii.gz")];
const evaluation = [
  "evaluate",
  file("predictions"),
  "--observers",
  file("Ana"),
  file("Bo"),
  "--workers",
  "1",
];
const out = (name: string): string[] => ["--out", file(name), "--quiet", "--json", "--force"];
/** What is compared with what reading its files takes. */
const works = [
  {
    what: "threshold, with masks, reports and the label map",
    read: prediction,
    args: ["threshold", file("predictions"), ...out("t")],
  },
  {
    what: "evaluate, without surfaces",
    read: [...prediction, ...observers],
    args: [...evaluation, "--no-surfaces", ...out("e")],
  },
  { what: "evaluate", read: [...prediction, ...observers], args: [...evaluation, ...out("s")] },
];
const table = new Table("evaluate");
const megabytes = readFileSync(prediction[0]).length / 1e6;
for (const { what, read, args } of works) {
  const rounds = Array.from({ length: Number(values.rounds) }, () => {
    const reading = measure([reader, ...read]);
    return {
      reading,
      work: measure([program, ...args]),
      numpy: hasNumPy ? measure([numpy, ...read], "python3") : reading,
    };
  });
  const row = (
    label: string,
    other: "reading" | "numpy",
    of: "seconds" | "clock",
    wanted: string = "",
  ): void => {
    const [own, base] = (["work", other] as const).map((each) =>
      quartiles(rounds.map((round) => round[each][of]))[1].toFixed(1),
    );
    const ratios = rounds.map((round) => round.work[of] / round[other][of]);
    table.row(label, `${own} s, ${base} s`, ratios, wanted);
  };
  row(`${what}; reading its files`, "reading", "seconds", "≤ 1.5");
  row("… by the clock", "reading", "clock");
  if (hasNumPy) {
    row("… over NumPy and gzip that decompress them", "numpy", "seconds", "≤ 1.5");
    row("… by the clock", "numpy", "clock");
  }
  const most = Math.max(...rounds.map(({ work }) => work.gigabytes));
  table.row("… memory", `${most.toFixed(2)} GB`, "", "≤ 2.5 GB");
}
table.row("the .npz", `${megabytes.toFixed(0)} MB`);
table.finish();
rmSync(folder, { recursive: true });
