import { Resvg } from "@resvg/resvg-js";
import { DOMParser } from "linkedom";

/** What an SVG is made of, for snapshots that survive a change of style: how many of each element, and its texts. */
export function structure(svg: string): {
  readonly elements: Record<string, number>;
  readonly texts: readonly string[];
} {
  const found = select(svg, "*");
  const elements: Record<string, number> = {};
  for (const { tagName } of found) elements[tagName] = (elements[tagName] ?? 0) + 1;
  const sorted = Object.entries(elements).sort(([a], [b]) => a.localeCompare(b));
  const texts = found.filter(({ tagName }) => tagName === "text").map(({ textContent }) => textContent);
  return { elements: Object.fromEntries(sorted), texts };
}

/** The elements of an XML text that a selector finds. */
export function select(
  xml: string,
  selector: string,
): readonly { readonly tagName: string; readonly textContent: string }[] {
  const document = new DOMParser().parseFromString(xml, "image/svg+xml");
  return Array.from(document.querySelectorAll(selector) as unknown as ReturnType<typeof select>);
}

/** Red, green, blue and alpha of each pixel of an SVG drawn at its own size, by another program. */
export function pixels(svg: string): { readonly width: number; readonly rgba: Uint8Array } {
  const image = new Resvg(svg, { font: { loadSystemFonts: false } }).render();
  return { width: image.width, rgba: image.pixels };
}
