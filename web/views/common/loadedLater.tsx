import { signal } from "@preact/signals";
import type { FunctionComponent, JSX } from "preact";
import { useEffect } from "preact/hooks";

/**
 * A view whose code is loaded when it is first shown. Where that fails, it says so and what to do, and it is tried again on the
 * button and whenever the view is shown anew.
 */
export function loadedLater(load: () => Promise<FunctionComponent>): FunctionComponent {
  const loaded = signal<FunctionComponent | undefined>(undefined);
  const hasFailed = signal(false);
  const start = async (): Promise<void> => {
    hasFailed.value = false;
    try {
      const view = await load();
      loaded.value = view;
    } catch {
      hasFailed.value = true;
    }
  };
  return function LoadedLater(): JSX.Element {
    useEffect(() => {
      if (loaded.peek() === undefined) void start();
    }, []);
    const View = loaded.value;
    if (View !== undefined) return <View />;
    return hasFailed.value ? <Lost onRetry={start} /> : <p class="starting">Loading …</p>;
  };
}

function Lost({ onRetry }: { onRetry: () => Promise<void> }): JSX.Element {
  return (
    <div class="failure" role="alert">
      <strong class="alert">This part of the app could not be loaded.</strong>
      <span>
        What to do: if the app was started by <code>softdice app</code>, see that it still runs, and start it
        again on the same port; then try again. If that does not help, reload the page.
      </span>
      <div class="row">
        <button type="button" onClick={() => void onRetry()}>
          Try again
        </button>
        <button type="button" onClick={() => location.reload()}>
          Reload the page
        </button>
      </div>
    </div>
  );
}
