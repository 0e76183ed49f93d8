import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { Agreement } from "./Agreement.tsx";
import { Exports } from "./Exports.tsx";
import { InspectorHead } from "./InspectorHead.tsx";
import { MethodTable } from "./MethodTable.tsx";
import { ObserverTable } from "./ObserverTable.tsx";
import { StudyNotes } from "./StudyNotes.tsx";
import { ThresholdStrip } from "./ThresholdStrip.tsx";
import { VolumeChart } from "./VolumeChart.tsx";

/** How far the panel stands over the planes where there is no room beside them. */
const sheet = signal<"low" | "half" | "high">("low");

const NEXT = { low: "half", half: "high", high: "low" } as const;

/** All that is known of the structure: beside the planes, or on narrow screens a sheet over them. */
export function Inspector(): JSX.Element {
  return (
    <aside class={`inspector ${sheet.value}`} aria-label="Figures">
      <button
        type="button"
        class="sheet-grip"
        aria-label="Height of the panel"
        onClick={() => (sheet.value = NEXT[sheet.value])}
      >
        <span aria-hidden="true" />
      </button>
      <div class="inspector-body" tabIndex={0} role="region" aria-label="Figures of the structure">
        <InspectorHead />
        <ObserverTable />
        <ThresholdStrip />
        <MethodTable />
        <VolumeChart />
        <Agreement />
        <Exports />
        <StudyNotes />
      </div>
    </aside>
  );
}
