// Reads image files as softdice does and ends: node dist/bench/readFiles.js FILE... What others are compared with.
import { readFileSync } from "node:fs";
import { inflateWithZlib } from "../src/cli/inflate.ts";
import { readVolumes } from "../src/formats/read.ts";

for (const name of process.argv.slice(2))
  await readVolumes({ name, bytes: readFileSync(name) }, { inflate: inflateWithZlib });
