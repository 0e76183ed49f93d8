import { type Content, Markup, markup } from "./markup.ts";

/** One column of a table. */
export interface Column {
  readonly title: string;
  /** Words rather than numbers: set to the left and wrapped. */
  readonly isText?: boolean;
}

/** A table whose first column names the rows. */
export interface Table {
  /** What the table shows; a table is found and understood by it. */
  readonly caption: string;
  readonly columns: readonly Column[];
  /** Titles over several columns; their spans add up to the number of columns. */
  readonly groups?: readonly { readonly title: string; readonly span: number }[];
  /** One list of cells a row, as long as `columns`. */
  readonly rows: readonly (readonly Content[])[];
}

/** The table as HTML, with the scopes that screen readers need. It scrolls sideways where the page is narrower. */
export function tableHtml({ caption, columns, groups, rows }: Table): Markup {
  const groupRow = groups === undefined ? undefined : markup`<tr>${groups.map(groupCell)}</tr>`;
  const head = columns.map((column) => markup`<th scope="col"${textClass(column)}>${column.title}</th>`);
  const body = rows.map(
    (cells) =>
      markup`<tr>${cells.map((cell, i) =>
        i === 0 ? markup`<th scope="row">${cell}</th>` : markup`<td${textClass(columns[i])}>${cell}</td>`,
      )}</tr>\n`,
  );
  return markup`<div class="wide" tabindex="0" role="region" aria-label="${caption}"><table><caption><span>${caption}</span></caption>
<thead>${groupRow}<tr>${head}</tr></thead>
<tbody>
${body}</tbody></table></div>
`;
}

function groupCell({ title, span }: { readonly title: string; readonly span: number }): Markup {
  return title === ""
    ? markup`<td colspan="${span}"></td>`
    : markup`<th scope="colgroup" colspan="${span}">${title}</th>`;
}

function textClass(column: Column): Markup | undefined {
  return column.isText === true ? new Markup(' class="text"') : undefined;
}
