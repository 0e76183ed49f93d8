import { readVolumes } from "../formats/read.ts";
import type { Volume } from "../image/volume.ts";
import type { Tools } from "./policy.ts";
import { folderOf, type Source } from "./source.ts";

/** What a source holds. */
export interface SourceVolumes {
  readonly volumes: readonly Volume[];
  /** What was unusual, a sentence each. */
  readonly remarks: readonly string[];
  /** Places of the files beside it that hold its values. */
  readonly parts: ReadonlySet<string>;
}

/**
 * The volumes of a source's content, and what was unusual about them.
 * @throws SoftdiceError naming the file when it cannot be read
 */
export async function sourceVolumes(
  source: Source,
  bytes: Uint8Array,
  { inflate }: Tools,
): Promise<SourceVolumes> {
  const remarks: string[] = [];
  const parts = new Set<string>();
  const volumes = await readVolumes(
    { name: source.name, bytes },
    {
      warn: (text) => remarks.push(text),
      sibling: async (path) => {
        const found = await source.sibling(path);
        if (found !== undefined) parts.add(folderOf(source.place) + path);
        return found;
      },
      ...(inflate === undefined ? {} : { inflate }),
    },
  );
  return { volumes, remarks, parts };
}
