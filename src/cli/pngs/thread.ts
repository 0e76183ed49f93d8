import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { type Rasterise, rasteriseBeside, twoAtOnce } from "../rasterise.ts";

/** What the thread is given. */
export interface Order {
  readonly id: number;
  readonly svg: string;
}

/** What it answers: nothing but the number of an SVG that it cannot draw. */
export interface Answer {
  readonly id: number;
  readonly png?: Uint8Array<ArrayBuffer>;
}

/** A thread that draws PNGs while others compute. */
export interface PngThread {
  readonly rasterise: Rasterise;
  readonly end: () => void;
}

/** Starts a thread for PNGs where there is a core for one. What it does not do is done on this thread and the pool. */
export function startPngThread(): PngThread {
  const here = twoAtOnce(rasteriseBeside);
  if (availableParallelism() < 2) return { rasterise: here, end: () => undefined };
  const worker = new Worker(new URL("./pngs.js", import.meta.url), { execArgv: [] });
  const waiting = new Map<number, (png: Uint8Array | undefined) => void>();
  let [count, isOver] = [0, false];
  worker.unref();
  worker.on("message", ({ id, png }: Answer) => waiting.get(id)?.(png));
  worker.on("error", () => {
    isOver = true;
    for (const give of waiting.values()) give(undefined);
  });
  const there = async (svg: string): Promise<Uint8Array | undefined> => {
    if (isOver) return undefined;
    const id = count++;
    worker.ref();
    const png = await new Promise<Uint8Array | undefined>((give) => {
      waiting.set(id, give);
      worker.postMessage({ id, svg } satisfies Order);
    });
    waiting.delete(id);
    if (waiting.size === 0) worker.unref();
    return png;
  };
  return {
    rasterise: async (svg) => (await there(svg)) ?? here(svg),
    end: () => void worker.terminate(),
  };
}
