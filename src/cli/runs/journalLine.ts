import { crc32 } from "node:zlib";

/*
 * A line of a journal: a JSON object whose last member, "sum", is the CRC-32 of the line's text before that member, in
 * eight hexadecimal digits. That of the first line stands by itself; those of the others go on from it, so that they hold in
 * the journal of this run alone. A changed digit, a torn line, a line joined with another and a line of another run do not
 * fit theirs.
 */

const ending = /,"sum":"([0-9a-f]{8})"\}$/;

/**
 * An object with at least one member as a line, with its line break.
 *
 * @param first the checksum of the journal's first line; left out for that line itself
 */
export function sealLine(content: object, first = 0): string {
  const text = openText(content);
  return `${text},"sum":"${inHex(crc32(text, first))}"}\n`;
}

/** The object in a line without its line break; undefined where the line is not as it was written in this journal. */
export function unsealLine(line: string, first = 0): Readonly<Record<string, unknown>> | undefined {
  const [match, sum] = ending.exec(line) ?? [];
  if (match === undefined) return undefined;
  const text = line.slice(0, -match.length);
  if (inHex(crc32(text, first)) !== sum) return undefined;
  return JSON.parse(`${text}}`) as Record<string, unknown>;
}

/** The checksum of the first line that an object makes. */
export function checksumOf(content: object): number {
  return crc32(openText(content));
}

/** JSON without the brace at its end. */
function openText(content: object): string {
  return JSON.stringify(content).slice(0, -1);
}

function inHex(sum: number): string {
  return sum.toString(16).padStart(8, "0");
}
