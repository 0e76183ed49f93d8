/** What a contender took: seconds of each round, in the order of rounds. */
export type Times = readonly number[];

/** One way to do the work, timed by itself: resolves to seconds. */
export type Contender = () => number | Promise<number>;

/**
 * Times contenders in rounds, each once a round and in turn, after one round that does not count. What disturbs the
 * machine for longer than a round disturbs all of them, so their ratios within a round stay meaningful.
 */
export async function race<K extends string>(
  rounds: number,
  contenders: Readonly<Record<K, Contender | undefined>>,
): Promise<Partial<Record<K, Times>>> {
  const times: Partial<Record<K, number[]>> = {};
  for (let round = -1; round < rounds; round++) {
    for (const [name, contender] of Object.entries(contenders) as Array<[K, Contender | undefined]>) {
      if (contender === undefined) continue;
      const seconds = await contender();
      if (round >= 0) (times[name] ??= []).push(seconds);
    }
  }
  return times;
}

/**
 * Seconds of processor time that a piece of work on this thread takes, which is what it takes on a machine of its own;
 * what it returns is kept from being optimised away.
 */
export function timed(work: () => unknown): Contender {
  return () => {
    const before = process.cpuUsage();
    sink = work();
    return processorSeconds(before);
  };
}

/** Seconds on the clock that a piece of work takes, on however many threads and in whatever processes. */
export function onTheClock(work: () => unknown): Contender {
  return async () => {
    const start = performance.now();
    sink = await work();
    return (performance.now() - start) / 1000;
  };
}

/** Seconds of processor time since `before`, over all threads of this process. */
export function processorSeconds(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Results end here. */
export let sink: unknown;

/** Median and quartiles. */
export function quartiles(values: readonly number[]): [low: number, median: number, high: number] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (p: number): number => {
    const x = p * (sorted.length - 1);
    const i = Math.floor(x);
    return sorted[i] + (x - i) * ((sorted[i + 1] ?? sorted[i]) - sorted[i]);
  };
  return [at(0.25), at(0.5), at(0.75)];
}

/** Ratios of two contenders, round by round. */
export function ratios(slow: Times, fast: Times): number[] {
  return slow.map((seconds, round) => seconds / fast[round]);
}
