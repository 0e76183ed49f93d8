// How long reading a compressed mask takes beyond decompressing it: npm run bench:formats [-- --write]
//
// A 512×512×200 mask of 0 and 1 with five ellipsoids, as .nii.gz in memory. Each round times the decompression into one
// block of memory and the whole of readVolumes. Wall time.
import { gunzipSync } from "node:zlib";
import { inflateWithZlib } from "../src/cli/inflate.ts";
import { inflateWithStreams, type Inflate } from "../src/formats/compression.ts";
import { encodeNiftiGz } from "../src/formats/nifti/write.ts";
import { readVolumes } from "../src/formats/read.ts";
import { ellipsoids } from "./ellipsoids.ts";
import { onTheClock, race, ratios } from "./rounds.ts";
import { showTimes, Table } from "./table.ts";

const sizeBytes = 352 + 512 * 512 * 200;
const bytes = await encodeNiftiGz(ellipsoids(1, 5));

async function decompress(inflate: Inflate): Promise<number> {
  const pieces: Uint8Array[] = [];
  for await (const piece of inflate([bytes], "gzip", sizeBytes)) pieces.push(piece);
  const block = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
  return block[block.length - 1];
}

async function read(inflate: Inflate): Promise<number> {
  const [volume] = await readVolumes({ name: "mask.nii.gz", bytes }, { inflate });
  return volume.data[volume.data.length - 1];
}

const table = new Table("formats");
for (const [name, inflate, decompressed] of [
  ["zlib, streamed the same way", inflateWithZlib, () => decompress(inflateWithZlib)],
  ["zlib's gunzipSync", inflateWithZlib, () => gunzipSync(bytes).length],
  ["Compression Streams", inflateWithStreams, () => decompress(inflateWithStreams)],
] as const) {
  const { alone = [], whole = [] } = await race(15, {
    alone: onTheClock(decompressed),
    whole: onTheClock(() => read(inflate)),
  } as const);
  const times = `${showTimes(whole)}, ${showTimes(alone)}`;
  table.row(`reading a 512×512×200 .nii.gz mask, over ${name}`, times, ratios(whole, alone), "≤ 1.3");
}
table.finish();
