import { parseHTML } from "linkedom";
import type { DrawingDocument } from "../report/chart.ts";

/** A DOM document to draw in. */
export function createDocument(): DrawingDocument {
  const window = parseHTML("<!doctype html><html></html>") as { readonly document: DrawingDocument };
  return window.document;
}
