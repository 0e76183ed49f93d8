// The browser tests need Chromium. Where it is missing, install Debian's package if that is possible here;
// otherwise say in one line what to do.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

const candidates = [
  process.env["CHROMIUM_PATH"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];
const found = () => candidates.some((path) => path !== undefined && existsSync(path));

if (!found() && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
  try {
    execFileSync("apt-get", ["update", "-q"], { stdio: "ignore" });
    execFileSync("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], {
      stdio: "ignore",
    });
  } catch {
    // Falls through to the message below.
  }
}
if (!found()) {
  console.error(
    "softdice: the browser tests need Chromium: install it or set CHROMIUM_PATH to its executable",
  );
  process.exit(1);
}
