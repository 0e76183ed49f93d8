import { type Content, Markup, markup } from "./markup.ts";

/**
 * A picture as SVG markup in a plane of `width` × `height` pixels (96 to the inch), y down. Lines and text without a
 * colour of their own take the surrounding one (`currentColor`), so that a drawing works on light and dark pages.
 */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly body: Markup;
}

/** The font that drawings are laid out for, with what stands in for it where it is missing. */
export const FONT = "DejaVu Sans, Verdana, sans-serif";

/** Size of the text in drawings, in pixels. */
export const FONT_SIZE = 11;

/** Colours and margin of a drawing that stands on its own. */
const INK = "#1a1a1a";
const PAPER = "#ffffff";
const MARGIN = 12;

/** Attributes of every `<svg>`. */
const ROOT = new Markup(
  `xmlns="http://www.w3.org/2000/svg" font-family="${FONT}" font-size="${FONT_SIZE}" fill="currentColor"`,
);

/**
 * Keeps enlarged voxels sharp in browsers, which ignore the attribute image-rendering="optimizeSpeed" that other
 * programs follow; those skip a rule inside `@supports`.
 */
export const SHARP_RULE = "@supports (image-rendering: pixelated) { .sharp { image-rendering: pixelated; } }";

/** `body` moved by (x, y). */
export function at(x: number, y: number, body: Content): Markup {
  return markup`<g transform="translate(${x},${y})">${body}</g>`;
}

/** How a text is set; the position is that of its base line. */
export interface TextStyle {
  readonly anchor?: "start" | "middle" | "end";
  readonly bold?: boolean;
  /** Clockwise, in degrees, about the position. */
  readonly rotate?: number;
}

/** One line of text at (x, y). */
export function label(x: number, y: number, text: string, style: TextStyle = {}): Markup {
  const turn =
    style.rotate === undefined ? undefined : markup` transform="rotate(${style.rotate},${x},${y})"`;
  const weight = style.bold === true ? markup` font-weight="bold"` : undefined;
  return markup`<text x="${x}" y="${y}" text-anchor="${style.anchor ?? "start"}"${weight}${turn}>${text}</text>`;
}

/** Drawings side by side, or one below the other, `gap` pixels apart, aligned at the top left. */
export function arrange(
  direction: "row" | "column",
  drawings: readonly Drawing[],
  gap: number = 16,
): Drawing {
  let offset = 0;
  const parts: Markup[] = [];
  for (const drawing of drawings) {
    parts.push(direction === "row" ? at(offset, 0, drawing.body) : at(0, offset, drawing.body));
    offset += (direction === "row" ? drawing.width : drawing.height) + gap;
  }
  const along = Math.max(0, offset - gap);
  const across = Math.max(0, ...drawings.map((d) => (direction === "row" ? d.height : d.width)));
  return {
    width: direction === "row" ? along : across,
    height: direction === "row" ? across : along,
    body: markup`${parts}`,
  };
}

/** The drawing as an element of a page, where it takes the page's text colour. */
export function inlineSvg({ width, height, body }: Drawing, alternative: string): Markup {
  return markup`<svg ${ROOT} width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${alternative}">${body}</svg>`;
}

/** The drawing as the text of an SVG file, dark on white with a margin. */
export function svgFile(drawing: Drawing, alternative: string): string {
  const width = drawing.width + 2 * MARGIN;
  const height = drawing.height + 2 * MARGIN;
  return `${markup`<svg ${ROOT} width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${alternative}" color="${INK}"><style>${SHARP_RULE}</style><rect width="${width}" height="${height}" fill="${PAPER}"/>${at(MARGIN, MARGIN, drawing.body)}</svg>`.text}\n`;
}
