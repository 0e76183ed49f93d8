import { resolve } from "node:path";
import { Worker } from "node:worker_threads";
import type { Iterate } from "../../src/core/descent.ts";
import type { Ask } from "../../src/kernels/team.ts";

/** Worker threads for `teamDescent`; stopped by {@link close}. */
export class Team {
  readonly ask: readonly Ask[];
  readonly #workers: readonly Worker[];

  constructor(members: number) {
    const script = resolve("test/support/teamWorker.js");
    this.#workers = Array.from({ length: members }, () => new Worker(script));
    this.ask = this.#workers.map(
      (worker): Ask =>
        (task) =>
          new Promise((done, reject) => {
            worker.once("message", (iterates: readonly Iterate[]) => {
              worker.off("error", reject);
              done(iterates);
            });
            worker.once("error", reject);
            worker.postMessage(task);
          }),
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}
