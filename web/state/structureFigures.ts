import { effect, signal } from "@preact/signals";
import type { ConsensusSummary } from "../../src/raters/consensusSummary.ts";
import { VectorSlices } from "../planes/vectorSlices.ts";
import type { Vectors } from "../work/study/vectors.ts";
import { analysis, lookedAt, report, structure, study } from "./study.ts";

/** The figures of `summary.json` of the structure that is shown; undefined for a map and until they are there. */
export const shownFigures = signal<ConsensusSummary | undefined>(undefined);

/** Each observer's own contours by slice, in the order of the structure's list; undefined for masks. */
export const vectors = signal<readonly (VectorSlices | undefined)[]>([]);

/** Asks the worker for the figures whenever the analysis changes, one call at a time, and for contours with the structure. */
export function followAnalysis(): void {
  let isAsking = false;
  const ask = async (): Promise<void> => {
    isAsking = true;
    try {
      for (let of = analysis.peek(); of !== undefined;) {
        const remote = study.peek()?.remote;
        const found = await remote?.call<ConsensusSummary | undefined>("shownFigures", undefined);
        const now = analysis.peek();
        if (now === of) {
          shownFigures.value = found;
          return;
        }
        of = now;
      }
    } catch (error) {
      report(error);
    } finally {
      isAsking = false;
    }
  };
  effect(() => {
    const found = analysis.value;
    shownFigures.value = undefined;
    if (found?.kind === "masks" && !isAsking) void ask();
  });
  let last = 0;
  effect(() => {
    const remote = study.value?.remote;
    const chosen = structure.value;
    const turn = ++last;
    vectors.value = [];
    if (remote === undefined || remote !== lookedAt.value) return;
    if (chosen === undefined || chosen.info.kind === "map") return;
    remote.call<readonly (Vectors | undefined)[]>("vectors", chosen.index).then(
      (found) => {
        if (turn === last) vectors.value = found.map((one) => one && new VectorSlices(one));
      },
      (error: unknown) => report(error),
    );
  });
}
