import { FIGURES } from "../../../src/paper/figures.ts";
import { answerCalls } from "../protocol.ts";

/* Computes the numbers of a figure of the paper; the page draws them. */

answerCalls({
  compute: ({ index, seed }: { readonly index: number; readonly seed: number }): unknown =>
    FIGURES[index].compute(seed),
});
