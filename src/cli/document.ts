import { parseHTML } from "linkedom";
import type { DrawingDocument } from "../report/chart.ts";

/** A DOM document to draw in. */
export function createDocument(): DrawingDocument {
  return parseHTML("<!doctype html><html></html>").document;
}
