import { gzipSync } from "node:zlib";
import { describe, it } from "vitest";
import { encodeNifti } from "../../../src/formats/nifti/write.ts";
import { unitGrid } from "../../../src/image/grid.ts";
import { serve, stop } from "../../support/app.ts";
import { type DrivenBrowser, otherBrowsers } from "../../support/otherBrowsers.ts";

/** Nested boxes of 8, 10 and 12 voxels' side in 32 × 32 × 8 voxels of 1 mm³. */
const FILES = [8, 10, 12].map((side, k) => {
  const data = Uint8Array.from({ length: 32 * 32 * 8 }, (_, i) =>
    Number(i % 32 < side && Math.floor(i / 32) % 32 < side),
  );
  const bytes = gzipSync(encodeNifti({ name: "", grid: unitGrid([32, 32, 8]), data }));
  return [`observer${k + 1}.nii.gz`, bytes.toString("base64")];
});

describe.each(Object.entries(otherBrowsers))("the app in %s", (name, start) => {
  it.skipIf(start === undefined)(
    `opens files, shows the consensus, and keeps them or says that it cannot${start === undefined ? ` (no ${name} to drive on this machine)` : ""}`,
    async () => {
      const { url, child } = await serve();
      const browser = await start!();
      try {
        await browser.goTo(url);
        await shows(browser, "Drop files, folders or zips here");
        await browser.run(
          `const transfer = new DataTransfer();
          for (const [name, base64] of given[0]) {
            const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
            transfer.items.add(new File([bytes], name));
          }
          for (const type of ["dragover", "drop"]) {
            const event = new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer });
            document.querySelector("#content").dispatchEvent(event);
          }`,
          FILES,
        );
        await shows(browser, "3 files");
        // WebKitGTK is built without files of a page's own: the app then says that it keeps nothing.
        const doesKeep = await browser.run<boolean>(`return navigator.storage?.getDirectory !== undefined`);
        await shows(browser, doesKeep ? "\nKept on this machine" : "Not kept on this machine");
        await browser.run(`location.hash = "#viewer"`);
        // The majority of nested boxes is the middle one: 10 × 10 × 8 voxels of 1 mm³.
        await shows(browser, "0.800");
        if (!doesKeep) return;
        await browser.goTo("about:blank");
        await browser.goTo(`${url}#viewer`);
        await shows(browser, "\nKept on this machine");
        await shows(browser, "0.800");
      } finally {
        await browser.close();
        await stop(child);
      }
    },
  );
});

/** Waits until the page shows a text. */
function shows(browser: DrivenBrowser, text: string): Promise<void> {
  return browser.run(
    `const text = given[0];
    const until = Date.now() + 150_000;
    while (!document.body.innerText.includes(text)) {
      if (Date.now() > until) throw new Error("never shows " + text + ": " + document.body.innerText.slice(0, 2000));
      await new Promise((done) => setTimeout(done, 50));
    }`,
    text,
  );
}
