import { malformed } from "../malformed.ts";
import { headerLines } from "../text.ts";

/** What a MetaImage header says. */
export interface MetaHeader {
  /** Values by key, both as written; the last line is ElementDataFile. */
  readonly fields: ReadonlyMap<string, string>;
  /** Lines after "ElementDataFile = LIST". */
  readonly listed: readonly string[];
  /** Where values in the same file (ElementDataFile = LOCAL) start. */
  readonly end: number;
}

/** Whether bytes begin with "Key = value" for a key with which MetaImage headers begin. */
export function isMetaImage(head: Uint8Array): boolean {
  const start = String.fromCharCode(...head.subarray(0, 64));
  return /^\s*(ObjectType|NDims|Comment|ObjectSubType|TransformType)\s*=/.test(start);
}

/**
 * Parses a header up to its line ElementDataFile.
 * @throws SoftdiceError when a line is not "Key = value", or that line is missing.
 */
export function parseMetaHeader(file: string, bytes: Uint8Array): MetaHeader {
  const fields = new Map<string, string>();
  const listed: string[] = [];
  for (const { line, next } of headerLines(bytes)) {
    if (fields.has("ElementDataFile")) {
      if (line.trim() !== "") listed.push(line.trim());
      continue;
    }
    if (line.trim() === "") continue;
    const [, key, value] = /^\s*([^=]+?)\s*=\s*(.*)$/.exec(line) ?? [];
    if (key === undefined || value === undefined)
      throw malformed(file, "header", `has the line ${JSON.stringify(line.slice(0, 60))}`, '"Key = value"');
    fields.set(key, value.trim());
    if (key === "ElementDataFile" && !value.startsWith("LIST")) return { fields, listed, end: next };
  }
  if (!fields.has("ElementDataFile"))
    throw malformed(
      file,
      "ElementDataFile",
      "is missing",
      "LOCAL or a file name, on the last line of the header",
    );
  return { fields, listed, end: bytes.length };
}
