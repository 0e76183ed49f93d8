import type { ComponentChildren, JSX } from "preact";
import { maximised, type PaneName } from "../../state/viewer.ts";
import { Icon } from "../common/Icon.tsx";

/** A pane's title, where it is, and the button that lets it fill the workspace. */
export function PaneHead(props: {
  readonly name: PaneName;
  readonly title: string;
  readonly isOnly: boolean;
  readonly children: ComponentChildren;
}): JSX.Element {
  const isLarge = maximised.value === props.name;
  return (
    <header class="pane-head">
      <strong>{props.title}</strong>
      <span class="where">{props.children}</span>
      {!props.isOnly && (
        <button
          type="button"
          class="icon-button"
          aria-pressed={isLarge}
          aria-label={`Maximise ${props.title}`}
          title={isLarge ? "All panes (M)" : "Maximise (M)"}
          onClick={() => (maximised.value = isLarge ? undefined : props.name)}
        >
          <Icon name={isLarge ? "shrink" : "expand"} />
        </button>
      )}
    </header>
  );
}
