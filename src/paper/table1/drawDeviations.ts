import { axisX, axisY, dot, gridX, link, ruleX } from "@observablehq/plot";
import { AXIS_X, GRID, type DrawingDocument, drawChart } from "../../report/chart.ts";
import { CATEGORIES } from "../../report/colour.ts";
import { arrange, at, type Drawing, label } from "../../report/drawing.ts";
import { dotSymbol, drawLegend } from "../../report/legend.ts";
import { markup } from "../../report/markup.ts";
import { fixed } from "../../report/numbers.ts";
import { textWidth } from "../../report/text.ts";
import type { Cell, ComparedRow } from "./compare.ts";
import { isJudged } from "./verdict.ts";

/** Pixels between the marks of e0 and e1 in one row. */
const OFFSET = 4;

const MARKS = [
  { error: "e0", name: "e₀", colour: CATEGORIES[0], offset: -OFFSET },
  { error: "e1", name: "e₁", colour: CATEGORIES[1], offset: OFFSET },
] as const;

/**
 * Our figure minus the paper's in every cell of Table 1, with the difference that the rule of `allowance.ts` allows
 * where there is one: a panel for each iteration, a line for each row of the table.
 */
export function drawDeviations(rows: readonly ComparedRow[], document: DrawingDocument): Drawing {
  const names = rows.map(({ row }) => row.row);
  const rowTitle = rows.every(({ row }) => row.experiment === "S") ? "ρ" : "";
  const iterations = [...new Set(rows.flatMap(({ cells }) => cells.map(({ l }) => l)))];
  const panels = iterations.map((l, i) => {
    const cells = rows.flatMap(({ row, cells: own }) =>
      own
        .filter((cell) => cell.l === l && cell.paper !== undefined)
        .map((cell) => ({ ...cell, row: row.row })),
    );
    return drawPanel(document, { l, cells, names, isFirst: i === 0, rowTitle });
  });
  const legend = drawLegend(
    [
      ...MARKS.map(({ name, colour }) => ({ text: `${name}, ours − paper`, symbol: dotSymbol(colour) })),
      ...(isJudged(rows)
        ? [
            {
              text: "difference that chance and rounding allow",
              symbol: markup`<line x1="-11" x2="11" stroke="currentColor" stroke-opacity="0.22" stroke-width="6"/>`,
            },
          ]
        : []),
    ],
    900,
  );
  return arrange("column", [legend, arrange("row", panels, 6)], 4);
}

type RowCell = Omit<Cell, "row"> & { readonly row: string };

interface PanelOptions {
  readonly l: number;
  readonly cells: readonly RowCell[];
  readonly names: readonly string[];
  /** The first panel names the rows. */
  readonly isFirst: boolean;
  readonly rowTitle: string;
}

function drawPanel(document: DrawingDocument, { l, cells, names, isFirst, rowTitle }: PanelOptions): Drawing {
  const difference = (cell: RowCell): number => cell.ours - (cell.paper ?? Number.NaN);
  const reach =
    1.15 * Math.max(...cells.flatMap((cell) => [Math.abs(difference(cell)), cell.allowed ?? 0]), 1e-4);
  const tick = tickStep(reach);
  const marginLeft = isFirst ? 16 + Math.max(0, ...names.map(textWidth)) : 8;
  const chart = drawChart(document, {
    width: 150 + marginLeft,
    height: 24 * names.length + 46,
    marginLeft,
    marginRight: 8,
    marginTop: 4,
    marginBottom: 42,
    x: { domain: [-reach, reach], axis: null },
    y: { domain: [...names], type: "band", padding: 0, axis: null },
    marks: [
      gridX([-tick, tick], GRID),
      ruleX([0], { stroke: "currentColor", strokeOpacity: 0.6 }),
      MARKS.map(({ error, colour, offset }) => {
        const own = cells.filter((cell) => cell.error === error);
        return [
          link(
            own.filter(({ allowed }) => allowed !== undefined),
            {
              x1: ({ allowed = 0 }: RowCell) => -allowed,
              x2: ({ allowed = 0 }: RowCell) => allowed,
              y: "row",
              dy: offset,
              stroke: "currentColor",
              strokeOpacity: 0.22,
              strokeWidth: 6,
            },
          ),
          dot(own, { x: difference, y: "row", dy: offset, fill: colour, r: 3 }),
        ];
      }),
      axisX({
        ticks: [-tick, 0, tick],
        tickFormat: (value: number) => fixed(1000 * value, value === 0 ? 0 : decimals(1000 * tick)),
        label: "10³ × difference",
        ...AXIS_X,
      }),
      isFirst ? axisY({ label: null, tickSize: 0 }) : undefined,
    ],
  });
  const heads = [
    isFirst ? label(marginLeft - 12, 12, rowTitle, { anchor: "end" }) : undefined,
    label((marginLeft + chart.width - 8) / 2, 12, `l = ${l}`, { anchor: "middle" }),
  ];
  return {
    width: chart.width,
    height: chart.height + 18,
    body: markup`${heads}${at(0, 18, chart.body)}`,
  };
}

/** The largest of 1, 2, 5 times a power of ten below 0.9 reach. */
function tickStep(reach: number): number {
  const power = 10 ** Math.floor(Math.log10(0.9 * reach));
  return ([5, 2, 1].find((step) => step * power <= 0.9 * reach) ?? 1) * power;
}

function decimals(step: number): number {
  return Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
}
