/* A worker thread of a team (team.ts): does its part of one descent after the other. */
import { parentPort } from "node:worker_threads";
import { doTeamTask } from "../../dist/kernels/team.js";

parentPort?.on("message", (task) => parentPort?.postMessage(doTeamTask(task)));
