import { readVolumes } from "../formats/read.ts";
import type { Volume } from "../image/volume.ts";
import type { Tools } from "./policy.ts";
import type { Source } from "./source.ts";

/**
 * The volumes of a source's content, and what was unusual about them.
 * @throws SoftdiceError naming the file when it cannot be read
 */
export async function sourceVolumes(
  source: Source,
  bytes: Uint8Array,
  { inflate }: Tools,
): Promise<{ readonly volumes: readonly Volume[]; readonly remarks: readonly string[] }> {
  const remarks: string[] = [];
  const volumes = await readVolumes(
    { name: source.name, bytes },
    {
      warn: (text) => remarks.push(text),
      sibling: source.sibling,
      ...(inflate === undefined ? {} : { inflate }),
    },
  );
  return { volumes, remarks };
}
