import type { JSX } from "preact";
import { save } from "../../exports/save.ts";
import { allResults, saving } from "../../state/saveAll.ts";
import { study } from "../../state/study.ts";
import { Icon } from "../common/Icon.tsx";

/** Saves every result of every structure as one archive. */
export function SaveAll(): JSX.Element | null {
  if (study.value === undefined) return null;
  const progress = saving.value;
  const ask = async (): Promise<void> => {
    const archive = await allResults();
    if (archive !== undefined) save(archive.name, archive.bytes);
  };
  const title = progress === undefined ? "Save all" : `${progress.done} of ${progress.total} saved …`;
  return (
    <button
      type="button"
      aria-label={title}
      disabled={progress !== undefined || study.value.info.structures.length === 0}
      onClick={() => void ask()}
    >
      <Icon name="save" />
      <span class={progress === undefined ? "wide-only" : undefined}>{title}</span>
    </button>
  );
}
