import { volumeFormats } from "../formats/read.ts";
import { isLeftover } from "../formats/leftovers.ts";
import { stemOf } from "../formats/frames.ts";
import { folderOf, lastPart, type Source } from "./source.ts";

const endings = volumeFormats.flatMap((format) => format.endings);

/** Whether a name is that of an image format that is read. */
export function hasVolumeName(place: string): boolean {
  return endings.some((ending) => place.toLowerCase().endsWith(ending));
}

/** The name of an image or DICOM file without folders and ending. */
export function stem(place: string): string {
  return stemOf(place, [...endings, ".dcm", ".zip"]);
}

/** A place without the ending of its format. */
export function withoutEnding(place: string): string {
  return folderOf(place) + stemOf(lastPart(place), [...endings, ".zip"]);
}

/** Endings of what people, converters, BIDS and nnU-Net keep beside images: text, tables, settings, pictures. */
const SIDECARS =
  /\.(?:json|tsv|csv|txt|md|rst|pdf|docx?|xlsx?|html?|xml|ya?ml|toml|ini|log|pkl|pickle|pth|pt|png|jpe?g|gif|svg|tiff?|bmp|mat|py|m|r|ipynb|sh|bat|bval|bvec|sha1|sha256|md5|sum|bidsignore|gitattributes|part)$/iu;

/**
 * Whether a file is passed over by its name: it belongs to a system, is hidden, or is of a kind that holds no voxels. The
 * one list of them, for every entrance.
 */
export function isForeign(place: string): boolean {
  const parts = place.split("/");
  const name = parts.at(-1) ?? "";
  return (
    isLeftover(place) ||
    parts.some((part) => part.startsWith(".") && part !== "." && part !== "..") ||
    name.toLowerCase() === "dicomdir" ||
    SIDECARS.test(name)
  );
}

/** Sources without the values of NIfTI pairs: "a.img" is part of "a.hdr" beside it, compressed or not. */
export function withoutPairedValues(sources: readonly Source[]): Source[] {
  const headers = new Set(
    sources.flatMap(({ place }) => (HEADER.test(place) ? [place.replace(HEADER, "").toLowerCase()] : [])),
  );
  return sources.filter(
    ({ place }) => !VALUES.test(place) || !headers.has(place.replace(VALUES, "").toLowerCase()),
  );
}

const HEADER = /\.hdr(?:\.gz)?$/iu;
const VALUES = /\.img(?:\.gz)?$/iu;

/** The folders that hold results of softdice: those with a manifest of it or the index of a conversion. */
export async function resultFolders(sources: readonly Source[]): Promise<ReadonlySet<string>> {
  const folders = new Set<string>();
  for (const source of sources) {
    if (lastPart(source.place) !== "manifest.json") continue;
    const text = await source.read().then((bytes) => new TextDecoder().decode(bytes.subarray(0, HEAD_BYTES)));
    if (/"version"\s*:/u.test(text) && OWN_COMMANDS.test(text)) folders.add(folderOf(source.place));
  }
  return folders;
}

const HEAD_BYTES = 4096;
/** How the manifest of a run that writes masks begins. */
const OWN_COMMANDS = /"command"\s*:\s*"(?:consensus|threshold|descend|losses|evaluate|reproduce [a-z-]+)"/u;

/** Whether a file is a pointer that git-lfs or git-annex left in the place of one that it has not fetched. */
export function isPointer(bytes: Uint8Array): boolean {
  if (bytes.length > 1024) return false;
  const text = new TextDecoder().decode(bytes);
  return (
    text.startsWith("version https://git-lfs.github.com/spec/") ||
    /^(?:\.\.?\/)*(?:\.git\/annex\/objects\/|\/annex\/objects\/)/u.test(text.trim())
  );
}
