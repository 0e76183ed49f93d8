// How long reading a compressed mask takes beyond decompressing it: npm run bench:formats
//
// A 512×512×200 mask of 0 and 1 with five ellipsoids, as a pelvis has organs. Each round times, in random order, the
// decompression into one block of memory and the whole of readVolumes; reported are medians, quartiles and the ratio of
// the medians.
import { cpus } from "node:os";
import { gunzipSync } from "node:zlib";
import { Random } from "../src/core/random.ts";
import { inflateWithStreams } from "../src/formats/compression.ts";
import type { Inflate } from "../src/formats/compression.ts";
import { encodeNiftiGz } from "../src/formats/nifti/write.ts";
import { readVolumes } from "../src/formats/read.ts";
import { unitGrid } from "../src/image/grid.ts";
import type { Volume } from "../src/image/volume.ts";
import { inflateWithZlib } from "../src/cli/inflate.ts";

const rounds = 15;
const warmUps = 2;
const random = new Random(1);

function mask(): Volume {
  const [nx, ny, nz] = [512, 512, 200];
  const data = new Uint8Array(nx * ny * nz);
  for (let organ = 0; organ < 5; organ++) {
    const centre = [nx, ny, nz].map((n) => n * (0.3 + 0.4 * random.uniform()));
    const radius = [nx, ny, nz].map((n) => n * (0.05 + 0.1 * random.uniform()));
    for (let k = 0, n = 0; k < nz; k++) {
      for (let j = 0; j < ny; j++) {
        const rest = 1 - ((j - centre[1]) / radius[1]) ** 2 - ((k - centre[2]) / radius[2]) ** 2;
        for (let i = 0; i < nx; i++, n++) if (((i - centre[0]) / radius[0]) ** 2 < rest) data[n] = 1;
      }
    }
  }
  return { name: "mask", grid: unitGrid([nx, ny, nz]), data };
}

async function decompress(inflate: Inflate, bytes: Uint8Array): Promise<number> {
  const pieces: Uint8Array[] = [];
  for await (const piece of inflate(bytes, "gzip", sizeBytes)) pieces.push(piece);
  const block = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
  return block[block.length - 1];
}

async function read(inflate: Inflate, bytes: Uint8Array): Promise<number> {
  const [volume] = await readVolumes({ name: "mask.nii.gz", bytes }, { inflate });
  return volume.data[volume.data.length - 1];
}

async function milliseconds(work: () => Promise<number>): Promise<number> {
  const start = performance.now();
  sink += await work();
  return performance.now() - start;
}

function quartiles(times: readonly number[]): [number, number, number] {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (p: number): number => sorted[Math.round(p * (sorted.length - 1))];
  return [at(0.25), at(0.5), at(0.75)];
}

let sink = 0;
const sizeBytes = 352 + 512 * 512 * 200;
const bytes = await encodeNiftiGz(mask());
console.log(`${cpus()[0]?.model ?? "unknown"}, Node ${process.version}, ${rounds} rounds, seed 1`);
console.log(`512×512×200 uint8 mask, ${bytes.length} bytes as .nii.gz`);
for (const [name, inflate, decompressed] of [
  ["zlib, streamed the same way", inflateWithZlib, () => decompress(inflateWithZlib, bytes)],
  ["zlib, gunzipSync", inflateWithZlib, () => Promise.resolve(gunzipSync(bytes).at(-1))],
  ["Compression Streams", inflateWithStreams, () => decompress(inflateWithStreams, bytes)],
] as const) {
  const work = { decompress: decompressed, read: () => read(inflate, bytes) };
  const times = { decompress: [] as number[], read: [] as number[] };
  for (let round = -warmUps; round < rounds; round++) {
    for (const which of random.integer(2) === 0
      ? (["decompress", "read"] as const)
      : (["read", "decompress"] as const)) {
      const ms = await milliseconds(work[which]);
      if (round >= 0) times[which].push(ms);
    }
  }
  const [alone, whole] = [quartiles(times.decompress), quartiles(times.read)];
  const print = ([low, median, high]: [number, number, number]): string =>
    `${median.toFixed(1)} ms (${low.toFixed(1)}–${high.toFixed(1)})`;
  console.log(
    `${name}: decompress ${print(alone)}, read ${print(whole)}, ratio ${(whole[1] / alone[1]).toFixed(3)}`,
  );
}
if (Number.isNaN(sink)) console.log(sink);
