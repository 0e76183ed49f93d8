import { render } from "preact";
import { applyTheme, mirrorAddress } from "./state/store.ts";
import { followFigures } from "./state/figures.ts";
import { followHistory } from "./state/history.ts";
import { followAddress } from "./state/study.ts";
import { followSession } from "./state/session/session.ts";
import { followAnalysis } from "./state/structureFigures.ts";
import { followStructure } from "./state/viewer.ts";
import { App } from "./views/shell/App.tsx";
import { takeDrops } from "./views/shell/drops.ts";

mirrorAddress();
applyTheme();
followAddress();
followAnalysis();
followStructure();
followHistory();
followFigures();
void followSession();
takeDrops();
const root = document.getElementById("app")!;
root.replaceChildren();
render(<App />, root);

// Works without a network from then on; where service workers are not allowed, with one.
if (import.meta.env.PROD && "serviceWorker" in navigator) {
  navigator.serviceWorker.register("./sw.js").catch(() => undefined);
}
