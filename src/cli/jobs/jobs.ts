import type { JobRequest } from "../pool.ts";

/** Does task number `task`; what it returns crosses threads and is kept as JSON. */
export type DoTask = (task: number) => unknown;

/** The jobs that workers know: name → what makes the task function from the job's parameters and the run's folder. */
const JOBS: Readonly<
  Record<string, () => Promise<{ start: (parameters: never, out: string) => DoTask | Promise<DoTask> }>>
> = {
  consensus: () => import("./consensus.ts"),
  evaluate: () => import("./evaluate.ts"),
  goldAtlas: () => import("./goldAtlas.ts"),
  networks: () => import("./networks.ts"),
  phantom: () => import("./phantom.ts"),
  synthetic: () => import("./synthetic.ts"),
};

/** Loads a job in the thread that calls. */
export async function loadJob({ job, parameters, out }: JobRequest): Promise<DoTask> {
  const load = JOBS[job];
  if (load === undefined) throw new Error(`there is no job named ${job}`);
  const { start } = await load();
  return start(parameters as never, out);
}
