// How fast the kernels are beside NumPy, PyTorch, native code and the readable versions: npm run bench [-- --write]
//
// Every ratio is taken within rounds (rounds.ts) and shown as its median and quartiles. Work of one thread is measured in
// processor time, work of several on the clock. What needs python3 with numpy or
// torch, or gcc, is skipped with a note where they are missing. --write puts the table into RESULTS.md.
import { execFileSync } from "node:child_process";
import { Descent } from "../src/core/descent.ts";
import { diceOptimum as readableOptimum } from "../src/core/optimum.ts";
import { runTasks } from "../src/cli/pool.ts";
import { Random } from "../src/core/random.ts";
import { compressedDescent, countLevels } from "../src/kernels/compression/compressedDescent.ts";
import type { DepositableVoxels } from "../src/kernels/contract.ts";
import { fastestKernels } from "../src/kernels/kernels.ts";
import { optimumOfLevels } from "../src/kernels/levelOptimum.ts";
import { diceOptimum, optimumOfMap } from "../src/kernels/optimum.ts";
import { teamDescent } from "../src/kernels/team.ts";
import { VoxelDescent, type Problem } from "../src/kernels/voxelDescent.ts";
import { SyntheticModel } from "../src/synthetic/marginal.ts";
import { PAPER_RHOS } from "../src/synthetic/presets.ts";
import { Peer } from "./peer.ts";
import { Team } from "../test/support/team.ts";
import { processorSeconds, quartiles, race, ratios, timed, type Times } from "./rounds.ts";
import { Table } from "./table.ts";

const kernels = fastestKernels();
const table = new Table("kernels");

const median = (times: Times): number => quartiles(times)[1];
const maybe = (slow: Times | undefined, fast: Times): number[] | string =>
  slow === undefined ? "not on this machine" : ratios(slow, fast);
const peerTimes = (peer: Peer | undefined) => (peer === undefined ? undefined : () => peer.seconds());

/** Voxels with a marginal, a normal start and the problem that they pose. */
function pose(marginal: Float32Array): { voxels: DepositableVoxels; problem: Problem } {
  const voxels = kernels.openVoxels(marginal.length);
  voxels.marginal.set(marginal);
  voxels.fillNormal(0, voxels.blocks, new Random(1).reserve(marginal.length));
  return { voxels, problem: { n: marginal.length, optimum: optimumOfMap(marginal), rate: 10 } };
}

async function descentOfOneSample(): Promise<void> {
  const n = 200 * 200;
  const iterations = 20;
  const random = new Random(2);
  const marginal = Float32Array.from({ length: n }, () => random.uniform() ** 4);
  const { voxels, problem } = pose(marginal);
  const start = voxels.logits.slice();
  const peers = {
    plain64: Peer.python("numpy", "descent_numpy.py", "plain", "float64"),
    plain32: Peer.python("numpy", "descent_numpy.py", "plain", "float32"),
    inPlace32: Peer.python("numpy", "descent_numpy.py", "in-place", "float32"),
    torch: Peer.python("torch", "descent_torch.py"),
    native: Peer.c("descent.c", "-O3", "-msse4.2"),
  };
  const readable = new Descent({ marginal, initial: start });
  const times = await race(40, {
    ours: timed(() => {
      voxels.logits.set(start);
      const descent = new VoxelDescent(voxels, problem);
      descent.start();
      while (descent.l < iterations) descent.step();
    }),
    readable: timed(() => {
      for (let k = 0; k < iterations; k++) readable.step();
    }),
    plain64: peerTimes(peers.plain64),
    plain32: peerTimes(peers.plain32),
    inPlace32: peerTimes(peers.inPlace32),
    torch: peerTimes(peers.torch),
    native: peerTimes(peers.native),
  } as const);
  for (const peer of Object.values(peers)) peer?.close();
  voxels.close();
  const ours = times.ours!;
  const perVoxel = (seconds: Times): string => `${((median(seconds) / n / iterations) * 1e9).toFixed(2)} ns`;
  const line = (what: string, other: Times | undefined, target: string): void =>
    table.row(
      `descent 200×200, a voxel and iteration: ${what}`,
      [ours, ...(other === undefined ? [] : [other])].map(perVoxel).join(", "),
      maybe(other, ours),
      target,
    );
  line("NumPy, its default float64", times.plain64, "≥ 4");
  line("NumPy, float32", times.plain32, "≥ 4");
  line("NumPy, float32, no temporaries", times.inPlace32, "");
  line("PyTorch autograd", times.torch, "");
  line("readable float64", times.readable, "");
  table.row(
    "the same loop in native SSE4.2, ours over it",
    times.native === undefined ? "" : perVoxel(times.native),
    times.native === undefined ? "no C compiler on this machine" : ratios(ours, times.native),
    "≤ 1.4",
  );
}

interface Run {
  /** Seconds on the clock. */
  readonly wall: number;
  /** Seconds of processor time, over all threads. */
  readonly processor: number;
}

/** Samples of every row of Table 1 (S) by `workers` worker threads. */
async function table1(samples: number, workers: number, exact: boolean): Promise<Run> {
  const tasks = Array.from({ length: samples * PAPER_RHOS.length }, (_, k) => k);
  const iterations = [1, 10, 20, 100, 200];
  const parameters = { seed: 1, samples, rho: PAPER_RHOS, preset: "table1", iterations, exact };
  const start = performance.now();
  const before = process.cpuUsage();
  const failures = await runTasks({
    request: { job: "synthetic", parameters, out: "" },
    tasks,
    workers,
    onResult: () => {},
    signal: new AbortController().signal,
  });
  if (failures.length > 0) throw new Error(failures[0].reason);
  return { wall: (performance.now() - start) / 1000, processor: processorSeconds(before) };
}

/** The whole table has 1000 samples a row; NumPy's is extrapolated from 20 a row in one process. */
async function wholeTable(): Promise<void> {
  const rows = 100;
  const peerRows = 20;
  const float64 = Peer.python("numpy", "table1_numpy.py", "float64");
  const float32 = Peer.python("numpy", "table1_numpy.py", "float32");
  /** Seconds for 1000 samples a row, from the sum of some pieces of one sample a row. */
  const peer = async (program: Peer | undefined): Promise<number> => {
    let seconds = 0;
    for (let k = 0; k < peerRows; k++) seconds += (await program?.seconds()) ?? 0;
    return (seconds * 1000) / peerRows;
  };
  const times: Record<"exact" | "one" | "compressed", Run[]> = { exact: [], one: [], compressed: [] };
  const peers: Record<"float64" | "float32", number[]> = { float64: [], float32: [] };
  for (let round = 0; round < 3; round++) {
    times.exact.push(await table1(rows, 2, true));
    times.one.push(await table1(rows, 1, true));
    times.compressed.push(await table1(rows, 2, false));
    peers.float64.push(await peer(float64));
    peers.float32.push(await peer(float32));
  }
  float64?.close();
  float32?.close();
  const walls = (runs: readonly Run[]): number[] => runs.map(({ wall }) => (wall * 1000) / rows);
  const halves = (runs: readonly Run[]): number[] => runs.map(({ processor }) => (processor * 500) / rows);
  const line = (what: string, ours: Times, program: Peer | undefined, theirs: Times, target: string): void =>
    table.row(
      `Table 1 (S): NumPy, ${what}`,
      `${median(ours).toFixed(0)} s, ${median(theirs).toFixed(0)} s`,
      program && ratios(theirs, ours),
      target,
    );
  table.row(
    "Table 1 (S): two workers over one, on the clock",
    "",
    ratios(walls(times.one), walls(times.exact)),
    "≥ 1.8",
  );
  const clock = walls(times.compressed);
  table.row(
    "Table 1 (S): compressed, 2 workers on the clock",
    `${median(clock).toFixed(1)} s`,
    undefined,
    "< 15 s",
  );
  const exact = halves(times.exact);
  const compressed = halves(times.compressed);
  line("its default float64; voxel-exact on 2 cores", exact, float64, peers.float64, "≥ 7");
  line("its default float64; compressed on 2 cores", compressed, float64, peers.float64, "≥ 20");
  line("float32; voxel-exact on 2 cores", exact, float32, peers.float32, "");
  line("float32; compressed on 2 cores", compressed, float32, peers.float32, "");
  line(
    "its default float64; voxel-exact, 2 workers on the clock",
    walls(times.exact),
    float64,
    peers.float64,
    "",
  );
  line(
    "its default float64; compressed, 2 workers on the clock",
    walls(times.compressed),
    float64,
    peers.float64,
    "",
  );
}

async function team(): Promise<void> {
  for (const [name, n] of [
    ["200×200", 40_000],
    ["128×128×80", 128 * 128 * 80],
  ] as const) {
    const random = new Random(3);
    const marginal = Float32Array.from({ length: n }, () => random.uniform() ** 4);
    const teams = [new Team(1), new Team(2)];
    const run = (ask: (typeof teams)[0]["ask"]) => async (): Promise<number> => {
      const start = performance.now();
      await teamDescent({ marginal, random: new Random(1), iterations: [n > 1e6 ? 100 : 1000] }, ask);
      return (performance.now() - start) / 1000;
    };
    const times = await race(7, { one: run(teams[0].ask), two: run(teams[1].ask) } as const);
    await Promise.all(teams.map((each) => each.close()));
    table.row(`one map of ${name} shared by two workers, over one`, "", ratios(times.one!, times.two!), "");
  }
}

/** k/5 of five observers who see a ball, each a little moved and scaled. */
function raterMap(nx: number, ny: number, nz: number, radius: number): Float32Array {
  const random = new Random(4);
  const balls = Array.from({ length: 5 }, () => [
    random.normal(),
    random.normal(),
    random.normal(),
    random.normal(),
  ]);
  return Float32Array.from({ length: nx * ny * nz }, (_, i) => {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    const votes = balls.filter(([a, b, c, r]) => {
      const distance2 = (x - nx / 2 - 2 * a) ** 2 + (y - ny / 2 - 2 * b) ** 2 + (z - nz / 2 - c) ** 2;
      return distance2 <= (radius * (1 + 0.1 * r)) ** 2;
    });
    return votes.length / 5;
  });
}

async function compressedVolume(): Promise<void> {
  for (const radius of [8, 25]) {
    const marginal = raterMap(128, 128, 80, radius);
    const { voxels } = pose(marginal);
    const iterations = [1, 10, 20, 100, 200];
    const start = voxels.logits.slice();
    const problem = (): Problem => ({
      n: marginal.length,
      optimum: optimumOfMap(marginal),
      rate: 10,
    });
    const times = await race(21, {
      exact: timed(() => {
        voxels.logits.set(start);
        const descent = new VoxelDescent(voxels, problem());
        descent.start();
        for (const l of iterations) {
          while (descent.l < l) descent.step();
          descent.measure();
        }
        voxels.logits.set(start);
      }),
      compressed: timed(() => {
        const levels = voxels.depositLevels()!;
        const known = optimumOfLevels(levels.marginals, countLevels(levels));
        const posed = { n: marginal.length, optimum: known, rate: 10 };
        if (compressedDescent(kernels, voxels, levels, posed, iterations) === undefined) {
          throw new Error("not compressed");
        }
      }),
    } as const);
    voxels.close();
    const shown = `${(median(times.compressed!) * 1e3).toFixed(1)} ms`;
    table.row(
      `descent of 128×128×80, 5 raters, radius ${radius}, 200 iterations: voxel-exact over compressed`,
      shown,
      ratios(times.exact!, times.compressed!),
      "≥ 30",
    );
  }
}

/** MB by which the largest resident set of a new process grows when it solves a map of n voxels. */
function memoryOfOptimum(n: number): number {
  const library = new URL("../kernels/optimum.js", import.meta.url).href;
  const script = `
    import { diceOptimum } from "${library}";
    const m = new Float32Array(${n});
    for (let i = 0; i < m.length; i++) m[i] = Math.random();
    const before = process.resourceUsage().maxRSS;
    diceOptimum(m);
    console.log(process.resourceUsage().maxRSS - before);`;
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  return Number(printed) / 1e3;
}

async function optimum(): Promise<void> {
  for (const millions of [20, 52]) {
    const n = millions * 1e6;
    const m = new Float32Array(n);
    const random = new Random(5);
    for (let i = 0; i < n; i++) m[i] = random.uniform();
    const peers = {
      sort: Peer.python("numpy", "optimum_numpy.py", String(n), "sort"),
      optimum: Peer.python("numpy", "optimum_numpy.py", String(n), "optimum"),
      read: Peer.python("numpy", "optimum_numpy.py", String(n), "read"),
      torch: Peer.python("torch", "optimum_torch.py", String(n)),
    };
    const times = await race(15, {
      ours: timed(() => diceOptimum(m)),
      sort: peerTimes(peers.sort),
      optimum: peerTimes(peers.optimum),
      read: peerTimes(peers.read),
      torch: peerTimes(peers.torch),
    } as const);
    for (const peer of Object.values(peers)) peer?.close();
    const ours = times.ours!;
    const shown = `${(median(ours) * 1e3).toFixed(1)} ms`;
    table.row(`optimum of ${millions} million float32: NumPy's sort`, shown, maybe(times.sort, ours), "≥ 8");
    table.row(`… NumPy's sort, cumulative sum and maximum`, shown, maybe(times.optimum, ours), "");
    table.row(`… PyTorch's sort`, shown, maybe(times.torch, ours), "");
    table.row(`… over one reading (NumPy's sum)`, shown, times.read && ratios(ours, times.read), "≤ 6");
    table.row("… memory beyond the input", `${memoryOfOptimum(n).toFixed(1)} MB`, undefined, "< 64 MB");
    if (millions === 20) {
      const once = await race(3, {
        ours: timed(() => diceOptimum(m)),
        readable: timed(() => readableOptimum(m)),
      });
      table.row(`… the readable version`, shown, ratios(once.readable!, once.ours!), "");
    }
  }
}

async function drawnSamples(): Promise<void> {
  const models = [0.01, 0.05, 0.09].map((rho) => new SyntheticModel(rho));
  let sample = 0;
  const times = await race(15, {
    generation: timed(() => models.map((model) => model.sample(1, sample++))),
    descent: timed(() => {
      for (const model of models) {
        const { voxels, problem } = pose(data(model));
        const descent = new VoxelDescent(voxels, problem);
        descent.start();
        while (descent.l < 200) descent.step();
        voxels.close();
      }
    }),
  } as const);
  const each = (seconds: Times): string => `${((median(seconds) / 3) * 1e3).toFixed(2)} ms`;
  table.row(
    "generating a sample, over its descent with start and optimum",
    each(times.generation!),
    ratios(times.generation!, times.descent!),
    "< 0.2",
  );
}

const drawn = new Map<SyntheticModel, Float32Array>();
function data(model: SyntheticModel): Float32Array {
  const known = drawn.get(model) ?? model.sample(1, 0).data;
  drawn.set(model, known);
  return known;
}

await descentOfOneSample();
await wholeTable();
await team();
await compressedVolume();
await optimum();
await drawnSamples();

table.finish();
