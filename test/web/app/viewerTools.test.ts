import type { Locator } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeNifti } from "../../../src/formats/nifti/write.ts";
import { unitGrid } from "../../../src/image/grid.ts";
import { drop, type RunningApp, startApp } from "../../support/app.ts";

describe("the tools of the viewer", () => {
  let app: RunningApp;
  let axial: Locator;

  beforeAll(async () => {
    app = await startApp();
    await app.page.goto("about:blank");
    await app.page.goto(`${app.url}#viewer?example=pelvis&structure=5`);
    axial = app.page.getByRole("img", { name: /^axial plane/ });
    await axial.waitFor();
    await app.page.getByText("Each against the others’ consensus").waitFor();
  });

  afterAll(() => app.close());

  const slice = async (): Promise<number> =>
    Number(/slice (\d+) of/.exec((await axial.getAttribute("aria-label")) ?? "")?.[1]);
  const pane = (name: string): Locator => app.page.locator(`section.pane.${name}`);
  /** Presses at one part of the axial pane and lets go at another. */
  const drag = async (from: readonly [number, number], to: readonly [number, number]): Promise<void> => {
    const box = (await axial.boundingBox())!;
    const at = ([x, y]: readonly [number, number]): [number, number] => [
      box.x + x * box.width,
      box.y + y * box.height,
    ];
    await app.page.mouse.move(...at(from));
    await app.page.mouse.down();
    await app.page.mouse.move(...at([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]));
    await app.page.mouse.move(...at(to));
    await app.page.mouse.up();
  };
  /** Pixels of the scale bar of the axial plane, and the mm that it stands for. */
  const scale = async (): Promise<{ readonly pixels: number; readonly mm: number }> => {
    const bar = pane("axial").locator(".overlay .scale");
    const pixels = Number(/h([\d.]+)v/.exec((await bar.getAttribute("d")) ?? "")?.[1]);
    const text = await bar.locator("xpath=following-sibling::*[1]").textContent();
    const [value, unit] = (text ?? "").split(" ");
    return { pixels, mm: Number(value) * (unit === "cm" ? 10 : 1) };
  };
  const pixelsPerMm = async (): Promise<number> => {
    const { pixels, mm } = await scale();
    return pixels / mm;
  };

  it("fill the window without scrolling the page", async () => {
    const excess = await app.page.evaluate(() => {
      const { scrollHeight, clientHeight, scrollWidth, clientWidth } = document.documentElement;
      return [scrollHeight - clientHeight, scrollWidth - clientWidth];
    });
    expect(excess).toEqual([0, 0]);
    for (const name of ["axial", "coronal", "sagittal", "surface"]) expect(await pane(name).count()).toBe(1);
  });

  it("turn two slices for twenty small ticks of a track pad, and zoom with Ctrl", async () => {
    await axial.hover();
    const before = await slice();
    for (let n = 0; n < 20; n++) await app.page.mouse.wheel(0, -10);
    await expect.poll(slice).not.toBe(before);
    expect(Math.abs((await slice()) - before)).toBeLessThanOrEqual(2);
    const scaleBefore = await pixelsPerMm();
    await app.page.keyboard.down("Control");
    await app.page.mouse.wheel(0, -120);
    await app.page.keyboard.up("Control");
    await expect.poll(pixelsPerMm).toBeGreaterThan(1.2 * scaleBefore);
    await app.page.keyboard.press("0");
    await expect.poll(pixelsPerMm).toBeCloseTo(scaleBefore, 2);
  });

  it("set window and level by a preset and by a drag, and bring them back", async () => {
    const levels = app.page.getByRole("status", { name: "Window width and level" });
    const usual = await levels.textContent();
    await app.page.getByLabel("Window", { exact: true }).selectOption("Full");
    await expect.poll(() => levels.textContent()).not.toBe(usual);
    await app.page.keyboard.press("0");
    await app.page.getByRole("button", { name: "Window and level" }).click();
    await drag([0.3, 0.3], [0.5, 0.3]);
    await expect.poll(() => levels.textContent()).not.toBe(usual);
    await app.page.getByRole("button", { name: "Reset view" }).click();
    await expect.poll(() => levels.textContent()).toBe(usual);
  });

  it("measure a distance in mm and an area with its volume", async () => {
    const { width, height } = (await axial.boundingBox())!;
    await axial.focus();
    await app.page.keyboard.press("d");
    await drag([0.25, 0.5], [0.75, 0.5]);
    const texts = pane("axial").locator(".overlay .measure text");
    await texts.first().waitFor();
    const mm = Number.parseFloat((await texts.first().textContent()) ?? "");
    expect(Math.abs(mm - (0.5 * width) / (await pixelsPerMm()))).toBeLessThan(1);
    await app.page.getByRole("button", { name: "Clear measures" }).click();
    await app.page.keyboard.press("a");
    const box = (await axial.boundingBox())!;
    await app.page.mouse.move(box.x + 0.4 * width, box.y + 0.4 * height);
    await app.page.mouse.down();
    for (const [x, y] of [
      [0.6, 0.4],
      [0.6, 0.6],
      [0.4, 0.6],
    ]) {
      await app.page.mouse.move(box.x + x * width, box.y + y * height);
    }
    await app.page.mouse.up();
    const areaCm2 = (0.2 * width * 0.2 * height) / (await pixelsPerMm()) ** 2 / 100;
    await expect
      .poll(async () => Number.parseFloat((await texts.first().textContent()) ?? "") / areaCm2)
      .toBeCloseTo(1, 1);
    expect(await texts.nth(1).textContent()).toMatch(/mL$/);
    await app.page.keyboard.press("0");
    await app.page.keyboard.press("v");
    expect(await texts.count()).toBe(0);
  });

  it("let one pane fill the workspace, by button, key and double click", async () => {
    await app.page.getByRole("button", { name: "Maximise Coronal" }).click();
    await expect.poll(() => app.page.locator("section.pane").count()).toBe(1);
    await app.page.keyboard.press("m");
    await expect.poll(() => app.page.locator("section.pane").count()).toBe(4);
    await axial.dblclick();
    await expect.poll(() => app.page.locator("section.pane").count()).toBe(1);
    expect(await pane("axial").count()).toBe(1);
    await app.page.keyboard.press("Escape");
    await expect.poll(() => app.page.locator("section.pane").count()).toBe(4);
  });

  it("move the borders of panes with the keyboard and the pointer", async () => {
    const border = app.page.getByRole("separator", { name: "Width of the axial plane" });
    const at = async (): Promise<number> => Number(await border.getAttribute("aria-valuenow"));
    const widthOf = async (): Promise<number> => (await pane("axial").boundingBox())!.width;
    const [before, wide] = [await at(), await widthOf()];
    await border.press("ArrowLeft");
    await expect.poll(at).toBe(before - 2);
    await expect.poll(widthOf).toBeLessThan(wide);
    const box = (await border.boundingBox())!;
    await app.page.mouse.move(box.x + 5, box.y + 100);
    await app.page.mouse.down();
    await app.page.mouse.move(box.x - 100, box.y + 100);
    await app.page.mouse.up();
    await expect.poll(at).toBeLessThan(before - 5);
    await border.dblclick();
    await expect.poll(at).toBe(before);
  });

  it("show one observer alone everywhere, by hovering and by O and a digit", async () => {
    const row = app.page.locator(".observer-table tbody tr").nth(3);
    const before = await axial.screenshot();
    await row.hover();
    await expect.poll(() => row.getAttribute("class")).toBe("alone");
    await expect.poll(() => app.page.locator(".chart .dimmed").count()).toBeGreaterThan(4);
    await expect.poll(async () => before.equals(await axial.screenshot())).toBe(false);
    await app.page.getByRole("heading", { name: "Methods" }).hover();
    await expect.poll(() => app.page.locator(".chart .dimmed").count()).toBe(0);
    await app.page.keyboard.press("o");
    await app.page.keyboard.press("4");
    await expect.poll(() => row.getAttribute("class")).toBe("alone");
    await app.page.keyboard.press("Escape");
    await expect.poll(() => row.getAttribute("class")).not.toBe("alone");
  });

  it("read off mm, intensity, m, and who marked the voxel under the pointer", async () => {
    const readout = app.page.locator(".readout");
    await axial.hover({ position: { x: 6, y: 6 } });
    await expect.poll(() => readout.innerText()).toMatch(/mm · intensity -?−?\d+[^]*nobody · m 0/);
    await axial.hover();
    await expect.poll(() => readout.innerText()).toMatch(/(all 5|of 5)[^]*· m /);
  });

  it("shade where observers disagree, or not", async () => {
    await axial.focus();
    await app.page.keyboard.press("s");
    await expect.poll(() => new URL(app.page.url()).hash).toContain("shade=off");
    await app.page.keyboard.press("s");
    await expect.poll(() => new URL(app.page.url()).hash).not.toContain("shade");
  });

  it("turn to the next structure and list the keys", async () => {
    const title = (): Promise<string> =>
      app.page.getByRole("combobox", { name: "Structure" }).evaluate((one: HTMLSelectElement) => one.value);
    await app.page.keyboard.press("j");
    await expect.poll(title).toBe("6");
    await app.page.keyboard.press("k");
    await expect.poll(title).toBe("5");
    await app.page.keyboard.press("?");
    await app.page.getByRole("dialog", { name: "Keys" }).waitFor();
    await app.page.keyboard.press("Escape");
    await expect.poll(() => app.page.getByRole("dialog").count()).toBe(0);
  });

  it("show the spread of the observers on the surface with a scale in mm", async () => {
    await app.page.locator('.pane.surface [data-state="ready"]').waitFor();
    const shown = async (): Promise<string | null> =>
      app.page.locator(".spread-scale span").first().textContent();
    const largest = async (): Promise<string> => {
      const figure = app.page.locator('[data-figure="agreement.surface.localSdMm.max"]').first();
      return `${Number(await figure.getAttribute("data-value")).toFixed(1)} mm`;
    };
    await expect.poll(async () => (await shown()) === (await largest())).toBe(true);
  });

  it("hold forty observers", async () => {
    const shape = [24, 24, 6] as const;
    const mask = (side: number): Uint8Array => {
      const data = Uint8Array.from({ length: 24 * 24 * 6 }, (_, i) =>
        Number(i % 24 < side && Math.floor(i / 24) % 24 < 12),
      );
      return encodeNifti({ name: "", grid: unitGrid([...shape]), data });
    };
    const files = Array.from({ length: 40 }, (_, n) => ({
      name: `reader${String(n + 1).padStart(2, "0")}.nii`,
      bytes: mask(8 + (n % 12)),
    }));
    await drop(app.page, files);
    await app.page.getByRole("checkbox", { name: "reader40 counts" }).waitFor();
    await expect.poll(() => app.page.locator(".observer-table tbody tr").count()).toBe(40);
    await app.page.getByText("Each against the others’ consensus").waitFor();
    await app.page.locator('table[data-table="methods"] td[data-value]').first().waitFor();
    expect(await app.page.getByRole("alert").count()).toBe(0);
  });

  it("complain about nothing and ask no other origin", () => {
    expect(app.complaints).toEqual([]);
    expect(app.requests.filter((url) => !url.startsWith(app.url))).toEqual([]);
  });
});
