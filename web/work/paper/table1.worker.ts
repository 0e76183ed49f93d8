import type { Measurement } from "../../../src/paper/table1/sample.ts";
import { syntheticTasks, type SyntheticParameters } from "../../../src/paper/table1/synthetic.ts";
import { answerCalls } from "../protocol.ts";

/* One of the workers that compute the samples of Table 1 (S). */

let doTask: (task: number) => Measurement = () => {
  throw new Error("a worker was given a task before its parameters");
};

answerCalls({
  prepare(parameters: SyntheticParameters): void {
    doTask = syntheticTasks(parameters);
  },

  task: (task: number): Measurement => doTask(task),
});
