import { crc32 } from "node:zlib";

/*
 * A line of a journal: a JSON object whose last member, "sum", is the CRC-32 of the line's text before that member, in
 * eight hexadecimal digits. A changed digit, a torn line and a line joined with another do not fit theirs.
 */

const ending = /,"sum":"([0-9a-f]{8})"\}$/;

/** An object with at least one member as a line, with its line break. */
export function sealLine(content: object): string {
  const text = JSON.stringify(content).slice(0, -1);
  return `${text},"sum":"${checksum(text)}"}\n`;
}

/** The object in a line without its line break; undefined where the line is not as it was written. */
export function unsealLine(line: string): Readonly<Record<string, unknown>> | undefined {
  const [match, sum] = ending.exec(line) ?? [];
  if (match === undefined) return undefined;
  const text = line.slice(0, -match.length);
  if (checksum(text) !== sum) return undefined;
  return JSON.parse(`${text}}`) as Record<string, unknown>;
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, "0");
}
