import { effect, signal } from "@preact/signals";
import type { ConsensusSummary } from "../../src/raters/consensusSummary.ts";
import { report, study } from "./study.ts";

/** The numbers of `summary.json` of each structure, by its index, as they come. */
export const figures = signal<ReadonlyMap<number, ConsensusSummary>>(new Map());

/** Computes the figures of all structures of what is open, one after the other, whenever that changes. */
export function followFigures(): void {
  let turn = 0;
  effect(() => {
    const open = study.value;
    const own = ++turn;
    figures.value = new Map();
    if (open === undefined) return;
    const work = async (): Promise<void> => {
      for (const [index, { kind }] of open.info.structures.entries()) {
        if (kind !== "masks") continue;
        const found = await open.remote.call<ConsensusSummary>("figures", index);
        if (turn !== own) return;
        figures.value = new Map([...figures.value, [index, found]]);
      }
    };
    work().catch((error: unknown) => {
      if (turn === own) report(error);
    });
  });
}
