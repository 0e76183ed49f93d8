import { malformed } from "../malformed.ts";
import { headerLines } from "../text.ts";

/** What a NRRD header says. */
export interface NrrdHeader {
  /** Fields by name, in lower case and without blanks ("spacedirections"); of a field given twice the first. */
  readonly fields: ReadonlyMap<string, string>;
  /** Key/value pairs ("key:=value"). */
  readonly keys: ReadonlyMap<string, string>;
  /** Names that follow "data file: LIST". */
  readonly listed: readonly string[];
  /** Where attached values start. */
  readonly end: number;
}

/** Whether bytes begin with the magic of NRRD, versions 1 to 5. */
export function isNrrd(head: Uint8Array): boolean {
  return /^NRRD000[1-5]\r?\n/.test(String.fromCharCode(...head.subarray(0, 10)));
}

/**
 * Parses a header up to the empty line, or to the end of a file whose values are elsewhere.
 * @throws SoftdiceError naming the line that is neither field, key nor comment.
 */
export function parseNrrdHeader(file: string, bytes: Uint8Array): NrrdHeader {
  if (!isNrrd(bytes))
    throw malformed(file, "magic", "is not NRRD0001 to NRRD0005", "a NRRD file", "check that it is one");
  const fields = new Map<string, string>();
  const keys = new Map<string, string>();
  const listed: string[] = [];
  let end = bytes.length;
  let first = true;
  for (const { line, next } of headerLines(bytes)) {
    if (first) {
      first = false;
    } else if (line === "") {
      end = next;
      break;
    } else if (/^LIST\b/.test(fields.get("datafile") ?? "")) {
      listed.push(line);
    } else if (!line.startsWith("#")) {
      const [, name, isKey, value] = /^(.+?):(=?)(.*)$/.exec(line) ?? [];
      if (name === undefined || value === undefined)
        throw malformed(
          file,
          "header",
          `has the line ${JSON.stringify(line.slice(0, 60))}`,
          '"field: value"',
        );
      if (isKey === "=") keys.set(name, unescape(value));
      else if (!fields.has(fieldName(name))) fields.set(fieldName(name), value.trim());
    }
  }
  return { fields, keys, listed, end };
}

function fieldName(name: string): string {
  return name.toLowerCase().replaceAll(" ", "");
}

/** "\n" and "\\" stand for a line break and a backslash. */
function unescape(value: string): string {
  return value.replaceAll(/\\([n\\])/g, (_, letter: string) => (letter === "n" ? "\n" : "\\"));
}
