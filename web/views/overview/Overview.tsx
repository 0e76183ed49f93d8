import type { JSX } from "preact";
import { formatAddress } from "../../state/address.ts";
import { address } from "../../state/store.ts";
import { structureNames, study } from "../../state/study.ts";

/** All structures of the study, each with its observers; a link opens one in the viewer. */
export function Overview(): JSX.Element {
  const structures = study.value?.info.structures ?? [];
  return (
    <section class="overview stack" aria-label="Structures of the study">
      <table>
        <thead>
          <tr>
            <th scope="col">Structure</th>
            <th scope="col">Observers</th>
          </tr>
        </thead>
        <tbody>
          {structures.map(({ observers }, index) => (
            <tr key={index}>
              <th scope="row">
                <a href={viewerOf(index)}>{structureNames.value[index]}</a>
              </th>
              <td>{observers.length}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function viewerOf(structure: number): string {
  const viewer = { ...address.value.viewer, structure, count: "auto", at: "" };
  return formatAddress({ ...address.value, view: "viewer", viewer });
}
