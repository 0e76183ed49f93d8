import type { JSX } from "preact";
import { figures } from "../../state/figures.ts";
import { Icon } from "../common/Icon.tsx";
import { placeOfRemark, type RemarkPlace } from "./remarks.ts";

/** What one should know before using the figures that stand beside it. */
export function Remarks({ place }: { readonly place: RemarkPlace }): JSX.Element | null {
  const own = (figures.value?.warnings ?? []).filter((warning) => placeOfRemark(warning) === place);
  if (own.length === 0) return null;
  return (
    <ul class="remarks">
      {own.map((warning) => (
        <li key={warning}>
          <Icon name="warn" size={14} />
          <span>{warning}</span>
        </li>
      ))}
    </ul>
  );
}
