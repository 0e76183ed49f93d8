import { describe, expect, it } from "vitest";
import { createDocument } from "../../src/cli/document.ts";
import { diceOptimum } from "../../src/core/optimum.ts";
import { Random } from "../../src/core/random.ts";
import { svgFile } from "../../src/report/drawing.ts";
import { computeFigure1 } from "../../src/paper/figure1/compute.ts";
import { computeFigure2, LEVELS } from "../../src/paper/figure2/compute.ts";
import { computeIterates } from "../../src/paper/iterates/compute.ts";
import { FIGURES } from "../../src/paper/figures.ts";
import { figuresPage } from "../../src/paper/figuresPage.ts";
import { pageHtml } from "../../src/report/page.ts";
import { structure } from "../support/svg.ts";

describe("figure 1", () => {
  const shapes = computeFigure1(1);

  it("never shows a Dice optimum smaller than {m ≥ 1/2} (eq. 13), nor outside the bounds of Theorem 2", () => {
    for (const { volume } of shapes) {
      expect(volume.smallestDice).toBeGreaterThanOrEqual(volume.crossEntropy);
      expect(volume.smallestDice).toBeGreaterThanOrEqual(volume.marginal ** 2 - Number.EPSILON); // attained
    }
  });

  it("shows the sharp case with v = 0.4: cross-entropy and the smallest optimum v², the largest 1, t = v / (1 + v)", () => {
    const sharp = shapes.find(({ title }) => title === "Sharp case");
    expect(sharp?.volume).toMatchObject({ crossEntropy: 0.16, smallestDice: 0.16, largestDice: 1 });
    expect(sharp?.volume.marginal).toBeCloseTo(0.4, 9);
    expect(sharp?.threshold).toBeCloseTo(0.4 / 1.4, 12);
    expect(new Set(sharp?.dice)).toEqual(new Set([1, 0.5]));
  });

  it("shows a structure that cross-entropy loses", () => {
    const ring = shapes.find(({ title }) => title === "Thin ring");
    expect(ring?.volume.crossEntropy).toBe(0);
    expect(ring?.volume.smallestDice).toBeGreaterThan(0.1);
  });

  it("pictures what it states: the pixels of each segmentation add up to its volume", () => {
    for (const { dice, crossEntropy, volume } of shapes) {
      expect(dice.filter((value) => value === 1).length / dice.length).toBe(volume.smallestDice);
      expect(crossEntropy.filter((value) => value === 1).length / dice.length).toBe(volume.crossEntropy);
    }
  });
});

describe("figure 2", () => {
  const { towards, beyond, supDice } = computeFigure2(1);

  it("descends to the infimum of soft-Dice, where the Dice of every threshold is at its supremum (Theorem 3)", () => {
    const end = towards.at(-1);
    expect(end?.softDice).toBeCloseTo(1 - supDice, 2);
    for (const dice of end?.dice ?? []) expect(dice).toBeCloseTo(supDice, 2);
    expect(end?.dice).toHaveLength(LEVELS.length);
  });

  it("goes on from where the descent ends, and away", () => {
    expect(beyond[0]?.softDice).toBe(towards.at(-1)?.softDice);
    expect(beyond.at(-1)?.softDice).toBeGreaterThan(1 - supDice + 0.2);
  });

  it("never passes the limits", () => {
    for (const { softDice, dice } of [...towards, ...beyond]) {
      expect(softDice).toBeGreaterThanOrEqual(1 - supDice - 1e-12);
      for (const value of dice) expect(value).toBeLessThanOrEqual(supDice + 1e-12);
    }
  });
});

it("computeIterates starts at random, ends at the optimum and keeps the asked iterations", () => {
  const marginal = Float64Array.from({ length: 400 }, (_, i) => (i < 100 ? 0.9 : 0.05));
  const picture = { title: "a square", width: 20, height: 20, marginal };
  const { soft, optimum } = computeIterates(picture, new Random(3), [1, 10, 200]);
  expect(soft.map(({ l }) => l)).toEqual([1, 10, 200]);
  expect([...optimum]).toEqual(
    [...marginal].map((value) => (value >= diceOptimum(marginal).threshold ? 1 : 0)),
  );
  const mean = (values: Float32Array) => values.reduce((a, b) => a + b, 0) / values.length;
  expect(mean(soft[0].values)).toBeCloseTo(0.5, 1);
  for (const [i, value] of soft[2].values.entries()) expect(Math.round(value)).toBe(optimum[i]);
});

describe("the list of figures", () => {
  const document = createDocument();
  const drawn = FIGURES.map((figure) => ({ figure, drawing: figure.draw(figure.compute(1), document) }));

  it("has a name of its own, a title, a caption and an alternative for each", () => {
    expect(new Set(FIGURES.map(({ name }) => name)).size).toBe(FIGURES.length);
    for (const { name, title, caption, alternative } of FIGURES) {
      expect(name).toMatch(/^[a-z0-9]+$/);
      for (const text of [title, caption, alternative]) expect(text.length).toBeGreaterThan(20);
    }
  });

  it("draws the same picture each time", () => {
    for (const { figure, drawing } of drawn) {
      expect(figure.draw(figure.compute(1), document).body.text === drawing.body.text).toBe(true);
    }
  });

  it("draws these elements and texts", () => {
    const outline = drawn.map(({ figure, drawing }) => ({
      name: figure.name,
      size: [Math.round(drawing.width), Math.round(drawing.height)],
      ...structure(svgFile(drawing, figure.alternative)),
    }));
    expect(outline).toMatchSnapshot();
  });

  it("makes a page that has them all and fetches nothing", () => {
    const html = pageHtml(figuresPage(drawn, [["Seed", "1"]]));
    expect(html.match(/<figure>/g)).toHaveLength(FIGURES.length);
    const words = html.replace(/data:image\/png;base64,[^"]*/g, "");
    expect(words.match(/(?:src|href)="(?!#|")[^"]*/g)).toBeNull();
    expect(words.match(/NaN|undefined|Infinity/)).toBeNull();
  });
});
