import { signal } from "@preact/signals";
import type { JSX } from "preact";
import type { Drawing } from "../../../src/report/drawing.ts";
import { FIGURES } from "../../../src/paper/figures.ts";
import { address } from "../../state/store.ts";
import { Remote } from "../../work/remote.ts";
import { Chart, drawingDocument } from "../common/Chart.tsx";

/** What has been drawn, by figure; `undefined` while it is computed. */
const drawings = signal<ReadonlyMap<number, Drawing | Error | undefined>>(new Map());

async function compute(index: number): Promise<void> {
  if (drawings.value.has(index)) return;
  const set = (drawing: Drawing | Error | undefined): void => {
    drawings.value = new Map(drawings.value).set(index, drawing);
  };
  set(undefined);
  const remote = new Remote(
    new Worker(new URL("../../work/paper/figures.worker.ts", import.meta.url), { type: "module" }),
  );
  try {
    const data = await remote.call<unknown>("compute", { index, seed: address.value.paper.seed });
    set(FIGURES[index].draw(data, drawingDocument));
  } catch (error) {
    set(error as Error);
  } finally {
    remote.end();
  }
}

/** The paper's figures from our own runs, each computed when it is opened. */
export function Figures(): JSX.Element {
  return (
    <section class="card" aria-labelledby="figures">
      <h2 id="figures">The figures</h2>
      {FIGURES.map(({ name, title, caption, alternative }, index) => {
        const drawn = drawings.value.get(index);
        return (
          <details key={name} onToggle={(event) => event.currentTarget.open && void compute(index)}>
            <summary>{title}</summary>
            {drawn === undefined ? (
              <p role="status">{drawings.value.has(index) ? "Computing …" : ""}</p>
            ) : drawn instanceof Error ? (
              <p class="alert" role="alert">
                {drawn.message}
              </p>
            ) : (
              <figure>
                <Chart drawing={drawn} alternative={alternative} />
                <figcaption>{caption}</figcaption>
              </figure>
            )}
          </details>
        );
      })}
    </section>
  );
}
