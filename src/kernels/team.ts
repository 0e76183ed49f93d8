import {
  checkIterations,
  PAPER_ITERATIONS,
  PAPER_RATE,
  type DescentOptions,
  type Iterate,
} from "../core/descent.ts";
import type { RandomWords } from "../core/random.ts";
import type { VoxelMemory } from "./contract.ts";
import { optimumOfMap } from "./optimum.ts";
import { fastestSharedKernels } from "./sharedKernels.ts";
import { checkRate, setStart } from "./start.ts";
import { VoxelDescent, type Problem, type Share } from "./voxelDescent.ts";

/** One worker's part of a descent that several do together; a message that any kind of worker can be sent. */
export interface TeamTask {
  readonly memory: VoxelMemory;
  /** Two int32: how many wait at the meeting point, and how many meetings there have been. */
  readonly meetings: SharedArrayBuffer;
  readonly member: number;
  readonly members: number;
  readonly problem: Problem;
  readonly iterations: readonly number[];
  /** Where the start is to be drawn from; undefined where the logits hold it. */
  readonly words?: RandomWords;
}

/** Sends a task to a worker, which answers with {@link doTeamTask} of it. */
export type Ask = (task: TeamTask) => Promise<readonly Iterate[]>;

/**
 * The voxel-exact descent of one large map by several workers on shared memory: each moves its blocks of voxels, and all
 * add the sums of all blocks in the same order, so the result has the bits of `descend` with `exact` for any number of
 * workers.
 *
 * Starting workers differs between Node and browsers, so they come in as functions; all must be able to run at the same
 * time. In a browser the page must be cross-origin isolated.
 *
 * @throws SoftdiceError for options out of range
 */
export async function teamDescent(
  options: DescentOptions & { readonly marginal: Float32Array },
  team: readonly Ask[],
): Promise<readonly Iterate[]> {
  const { marginal, rate = PAPER_RATE, iterations = PAPER_ITERATIONS } = options;
  checkIterations(iterations);
  checkRate(rate);
  const problem = { n: marginal.length, optimum: optimumOfMap(marginal, "marginal"), rate };
  const voxels = fastestSharedKernels().openVoxels(marginal.length);
  const words = setStart(voxels, options);
  const shared = {
    memory: voxels.memory,
    meetings: new SharedArrayBuffer(8),
    members: team.length,
    problem,
    iterations,
    ...(words === undefined ? {} : { words }),
  };
  const [answer = []] = await Promise.all(team.map((ask, member) => ask({ ...shared, member })));
  return answer;
}

/** A worker's part; blocks its thread until the whole descent is done. Every member gets the same figures. */
export function doTeamTask(task: TeamTask): readonly Iterate[] {
  const voxels = fastestSharedKernels().joinVoxels(task.memory);
  const { member, members } = task;
  const share: Share = {
    first: Math.floor((voxels.blocks * member) / members),
    last: Math.floor((voxels.blocks * (member + 1)) / members),
    meet: meetingPoint(new Int32Array(task.meetings), members),
  };
  if (task.words !== undefined) voxels.fillNormal(share.first, share.last, task.words);
  const descent = new VoxelDescent(voxels, task.problem, share);
  descent.start();
  return task.iterations.map((l) => {
    while (descent.l < l) descent.step();
    return descent.measure();
  });
}

/** Looks at a meeting so often before it sleeps: a small map's pass takes microseconds, waking a thread many. */
const LOOKS = 20_000;

/** A function that returns once all members have called it as often. */
function meetingPoint(state: Int32Array, members: number): () => void {
  if (members === 1) return () => {};
  return () => {
    const meeting = Atomics.load(state, 1);
    if (Atomics.add(state, 0, 1) === members - 1) {
      Atomics.store(state, 0, 0);
      Atomics.add(state, 1, 1);
      Atomics.notify(state, 1);
      return;
    }
    for (let looks = 0; looks < LOOKS; looks++) if (Atomics.load(state, 1) !== meeting) return;
    Atomics.wait(state, 1, meeting);
  };
}
