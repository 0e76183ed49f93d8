/* The script of the test's page, and of its workers: a worker has no document. */
import { computeAlone, computeTogether, doTeamTask, type Ask, type TeamTask } from "./page.ts";

if (typeof document === "undefined") {
  self.addEventListener("message", ({ data }: MessageEvent<TeamTask>) => self.postMessage(doTeamTask(data)));
} else {
  const newMember = (): Ask => {
    const worker = new Worker("/main.js");
    return (task) =>
      new Promise((resolve, reject) => {
        worker.addEventListener("message", ({ data }) => resolve(data as never), { once: true });
        worker.addEventListener("error", () => reject(new Error("a worker failed")), { once: true });
        worker.postMessage(task);
      });
  };
  Object.assign(globalThis, { computeAlone, together: () => computeTogether([newMember(), newMember()]) });
}
