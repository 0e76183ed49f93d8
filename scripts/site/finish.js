import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../manifest.js";
import { faultsOfSite } from "./links.js";

/* Puts the app inside the documentation site, and refuses a site with a broken link or one that asks another host for a file. */

const dist = join(root, "dist");
const site = join(dist, "site");

cpSync(join(dist, "web"), join(site, "app"), { recursive: true });
const singleFile = join(dist, "softdice.html");
if (existsSync(singleFile)) cpSync(singleFile, join(site, "softdice.html"));

const faults = faultsOfSite(site);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
