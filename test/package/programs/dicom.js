import { readSeriesVolume, readStudy } from "softdice/dicom";
import { walkArchive } from "softdice/formats";
import { archive } from "./archive.js";

/** The sum of the pixels of each image in the archive. */
const sums = {};
for await (const { path, read } of walkArchive("syntaxes.zip", archive)) {
  const bytes = await read();
  const files = [{ path, read: () => Promise.resolve(bytes) }];
  const { series } = await readStudy(files);
  const { data } = await readSeriesVolume(series[0], files);
  sums[path] = data.reduce((a, b) => a + b, 0);
}

console.log(JSON.stringify(sums));
