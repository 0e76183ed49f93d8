import type { JSX } from "preact";
import { formatAddress, type View, VIEWS } from "../../state/address.ts";
import { address } from "../../state/store.ts";
import { Icon } from "../common/Icon.tsx";
import { isKeyListOpen } from "./keys.ts";

export const TITLES: Readonly<Record<View, string>> = {
  overview: "Overview",
  assign: "Assign",
  viewer: "Viewer",
  model: "Model",
  explore: "Explore",
  paper: "Paper",
};

/** Links to the views, each as it was left. */
export function Rail(): JSX.Element {
  return (
    <nav class="rail" aria-label="Views">
      <h1>
        <svg width="24" height="24" viewBox="0 0 24 24" role="img" aria-label="softdice">
          <rect class="icon" x="2.75" y="2.75" width="18.5" height="18.5" rx="5" />
          <circle class="icon" cx="10" cy="12" r="4.6" />
          <circle class="icon" cx="14" cy="12" r="4.6" />
        </svg>
      </h1>
      {VIEWS.map((view, n) => (
        <a
          key={view}
          title={`${TITLES[view]} (${n + 1})`}
          href={formatAddress({ ...address.value, view })}
          aria-current={address.value.view === view ? "page" : undefined}
        >
          <Icon name={view} size={20} />
          <span>{TITLES[view]}</span>
        </a>
      ))}
      <button type="button" class="end" onClick={() => (isKeyListOpen.value = true)}>
        <Icon name="keys" size={20} />
        <span>Keys</span>
      </button>
    </nav>
  );
}
