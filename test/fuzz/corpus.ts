import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { NamedBytes } from "../../src/formats/volume.ts";

/** Small files in test/fuzz/corpus/<target>: what was found once, and what people's programs write that is odd. */
export function corpusOf(target: string): Promise<NamedBytes[]> {
  const folder = join(import.meta.dirname, "corpus", target);
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return Promise.resolve(
    names.map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) })),
  );
}
