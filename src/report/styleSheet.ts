import { SHARP_RULE } from "./drawing.ts";
import { DARK, LIGHT, type Theme } from "./theme.ts";

/** The style sheet of a page: light, dark, and on paper. It names no file and no font that must be fetched. */
export const STYLE_SHEET: string = `
:root { color-scheme: light dark; ${variables(LIGHT)} }
@media (prefers-color-scheme: dark) { :root { ${variables(DARK)} } }
@media print { :root { color-scheme: light; ${variables(LIGHT)} } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 3rem; max-width: 68rem; background: var(--background); color: var(--ink);
  font: 1rem/1.55 system-ui, "DejaVu Sans", sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 0.75rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 0.75rem; padding-top: 0.75rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.75rem 0 0.5rem; }
p, ul { margin: 0 0 0.9rem; max-width: 46rem; }
a { color: var(--link); }
.lead { font-size: 1.1rem; }
.note { color: var(--muted); font-size: 0.875rem; }
nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; max-width: none; }
figure { margin: 1.25rem 0 2rem; }
${SHARP_RULE}
figure svg { display: block; max-width: 100%; height: auto; }
.wide { overflow-x: auto; }
.wide:focus-visible { outline: 2px solid var(--link); }
figcaption, caption { color: var(--muted); font-size: 0.875rem; text-align: left; max-width: 50rem; }
figcaption { margin-top: 0.6rem; }
caption { padding: 0 0 0.5rem; max-width: none; }
caption span { display: block; max-width: min(50rem, calc(100vw - 2.5rem)); }
table { border-collapse: collapse; font-size: 0.875rem; font-variant-numeric: tabular-nums; margin: 0 0 1.75rem; }
th, td { padding: 0.3rem 0.55rem; text-align: right; vertical-align: baseline; white-space: nowrap; }
th[scope="row"], tr > th[scope="col"]:first-child, .text { text-align: left; }
.text { white-space: normal; }
thead th { background: var(--raised); border-bottom: 1px solid var(--line); white-space: normal; vertical-align: bottom; }
thead th[colspan] { text-align: center; }
tbody th { font-weight: 600; }
tbody tr + tr > * { border-top: 1px solid var(--line); }
.alert { color: var(--alert); font-weight: 600; }
.aside { color: var(--muted); }
@page { margin: 16mm; }
@media print {
  body { padding: 0; max-width: none; font-size: 10pt; }
  nav { display: none; }
  figure, tr { break-inside: avoid; }
  h2, h3, caption, thead { break-after: avoid; }
  tbody tr:first-child { break-before: avoid; }
  .wide { overflow: visible; }
  table { font-size: 7pt; max-width: 100%; }
  th, td { padding: 0.15rem 0.2rem; }
  thead th, .text { white-space: normal; overflow-wrap: normal; }
  thead { display: table-header-group; }
  figure svg { max-height: 230mm; }
  caption span { max-width: 100%; }
  a { color: inherit; }
}
`;

function variables(theme: Theme): string {
  return Object.entries(theme)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(" ");
}
