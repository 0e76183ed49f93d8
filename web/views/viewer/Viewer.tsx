import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Inspector } from "./Inspector.tsx";
import { viewerKey } from "./keys.ts";
import { Tools } from "./Tools.tsx";
import { Workspace } from "./Workspace.tsx";

/** The structure on its image, with all that is known of its observers: fills the window, nothing scrolls but the panel. */
export function Viewer(): JSX.Element {
  useEffect(() => {
    addEventListener("keydown", viewerKey, { capture: true });
    return () => removeEventListener("keydown", viewerKey, { capture: true });
  }, []);
  return (
    <div class="viewer">
      <Tools />
      <Workspace />
      <Inspector />
    </div>
  );
}
