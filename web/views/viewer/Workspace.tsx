import type { JSX } from "preact";
import { Charts } from "./Charts.tsx";
import { Exports } from "./Exports.tsx";
import { Lists } from "./Lists.tsx";
import { Methods } from "./Methods.tsx";
import { Pictures } from "./Pictures.tsx";
import { Threshold } from "./Threshold.tsx";

/** One structure: its observers' delineations, what they agree on, and every consensus of them. */
export function Workspace(): JSX.Element {
  return (
    <div class="workspace">
      <Lists />
      <div class="stack">
        <Pictures />
        <Charts />
      </div>
      <div class="stack">
        <Threshold />
        <Methods />
        <Exports />
      </div>
    </div>
  );
}
