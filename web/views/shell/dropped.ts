import type { DroppedFile } from "../../work/study/files.ts";

/** All files of a drop, folders in depth. */
export async function droppedFiles(transfer: DataTransfer): Promise<DroppedFile[]> {
  // Entries and files must be taken before the event ends.
  const items = [...transfer.items].map((item) => ({
    entry: item.webkitGetAsEntry(),
    file: item.getAsFile(),
  }));
  const files: DroppedFile[] = [];
  for (const { entry, file } of items) {
    if (entry?.isDirectory === true) await collect(entry, "", files);
    else if (file !== null) files.push({ path: file.name, file });
  }
  return files;
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
