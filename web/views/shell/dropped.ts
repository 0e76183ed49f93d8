import type { DroppedFile } from "../../work/study/files.ts";

/** All files of a drop, folders in depth. */
export async function droppedFiles(transfer: DataTransfer): Promise<DroppedFile[]> {
  // Entries must be taken before the event ends.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  const files: DroppedFile[] = [];
  for (const entry of entries) if (entry !== null) await collect(entry, "", files);
  if (files.length > 0) return files;
  return [...transfer.files].map((file) => ({ path: file.name, file }));
}

/** The files chosen in a dialog, with their folders if it was one for folders. */
export function chosenFiles(input: HTMLInputElement): DroppedFile[] {
  return [...(input.files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

async function collect(entry: FileSystemEntry, folder: string, files: DroppedFile[]): Promise<void> {
  const path = folder + entry.name;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    files.push({ path, file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A reader gives up to a hundred entries at a time, and none at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return;
    for (const one of some) await collect(one, `${path}/`, files);
  }
}
