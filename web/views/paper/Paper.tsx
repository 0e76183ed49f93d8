import type { JSX } from "preact";
import { Figures } from "./Figures.tsx";
import { Table1 } from "./Table1.tsx";
import { Theorems } from "./Theorems.tsx";

/** What the paper says and shows, computed here. */
export function Paper(): JSX.Element {
  return (
    <div class="paper">
      <Theorems />
      <Table1 />
      <Figures />
    </div>
  );
}
