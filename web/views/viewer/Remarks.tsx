import type { JSX } from "preact";
import { shownFigures } from "../../state/structureFigures.ts";
import { Icon } from "../common/Icon.tsx";
import { placeOfRemark, type RemarkPlace } from "./remarks.ts";

/** What one should know before using the figures that stand beside it. */
export function Remarks({ place }: { readonly place: RemarkPlace }): JSX.Element | null {
  const own = (shownFigures.value?.warnings ?? []).filter((warning) => placeOfRemark(warning) === place);
  if (own.length === 0) return null;
  return (
    <ul class="beside-figures">
      {own.map((warning) => (
        <li key={warning}>
          <Icon name="warn" size={14} />
          <span>{warning}</span>
        </li>
      ))}
    </ul>
  );
}
