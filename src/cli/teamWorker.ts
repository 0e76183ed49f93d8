import { parentPort } from "node:worker_threads";
import { doTeamTask, type TeamTask } from "../kernels/team.ts";

/* A worker thread of a team (team.ts): does its part of one descent after the other. */

parentPort?.on("message", (task: TeamTask) => parentPort?.postMessage(doTeamTask(task)));
