// Runs npm scripts at the same time: `node scripts/together.js check:lint check:format`. What each prints stays together,
// and stands there as soon as it has ended. The status is 1 where one of them failed, and the others end all the same.
import { spawn } from "node:child_process";

const statuses = await Promise.all(process.argv.slice(2).map(run));
process.exitCode = statuses.every((status) => status === 0) ? 0 : 1;

/** @param {string} script @returns {Promise<number | null>} its exit status; null where a signal ended it */
function run(script) {
  const child = spawn("npm", ["run", "--silent", script], { shell: process.platform === "win32" });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => (output += text));
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (status) => {
      process.stdout.write(status === 0 ? output : `${output}${script} failed\n`);
      done(status);
    });
  });
}
