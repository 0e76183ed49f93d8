/// <reference types="vite/client" />
import { expect } from "vitest";
import { gridToAffineLps } from "../../src/image/affine.ts";
import type { NamedBytes, Volume } from "../../src/formats/volume.ts";

/** The files in test/fixtures/formats. */
export const fixtureNames: readonly string[] = Object.keys(
  import.meta.glob("../fixtures/formats/*", { query: "?url" }),
).map((path) => path.slice(path.lastIndexOf("/") + 1));

/** The content of a file in test/fixtures/formats, or undefined where there is none of this name. */
export async function findFixture(name: string): Promise<Uint8Array | undefined> {
  if (!fixtureNames.includes(name)) return undefined;
  if ("document" in globalThis) {
    // Not by fetch: the development server sends .gz files as gzip-encoded responses, which arrive decompressed.
    const { commands } = await import("vitest/browser");
    const base64 = await commands.readFile(`test/fixtures/formats/${name}`, "base64");
    return bytesOf(atob(base64));
  }
  const { readFile } = await import("node:fs/promises");
  return new Uint8Array(await readFile(new URL(`../fixtures/formats/${name}`, import.meta.url)));
}

/** A file in test/fixtures/formats. */
export async function fixture(name: string): Promise<NamedBytes> {
  const bytes = await findFixture(name);
  if (bytes === undefined) throw new Error(`no fixture ${name}`);
  return { name, bytes };
}

/** Bytes as text, a character each (ISO 8859-1), and back: to replace parts of a file. */
export function textOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

/** The inverse of {@link textOf}. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** What the program that made a fixture says it holds; see test/fixtures/formats/make.py. */
export interface Expected {
  readonly affineLps: readonly number[][];
  readonly shape: readonly number[];
  readonly values: readonly (readonly number[])[];
  readonly names?: readonly string[];
}

/** expected.json: by file name. */
export async function expectations(): Promise<Record<string, Expected>> {
  const { bytes } = await fixture("expected.json");
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, Expected>;
}

/** Compares volumes with what is expected: geometry to 1e-4 mm, values exactly. */
export function expectVolumes(volumes: readonly Volume[], expected: Expected): void {
  expect(volumes.map(({ data }) => Array.from(data))).toEqual(expected.values);
  for (const { grid } of volumes) {
    expect(grid.shape).toEqual(expected.shape);
    for (const [row, numbers] of gridToAffineLps(grid).entries()) {
      for (const [column, number] of numbers.entries())
        expect(number, `row ${row}, column ${column}`).toBeCloseTo(expected.affineLps[row][column], 4);
    }
  }
  if (expected.names) expect(volumes.map(({ name }) => name)).toEqual(expected.names);
}
