import { execFileSync, type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./freePort.ts";

const PROGRAMS = ["/usr/sbin/munged", "/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/bin/sbatch"];

/** Whether Slurm is there or can be put there: undefined, or the reason why not. */
export function whyNoSlurm(): string | undefined {
  const there = () => PROGRAMS.every((path) => existsSync(path));
  if (process.getuid?.() !== 0) return "Slurm's daemons need root";
  if (there()) return undefined;
  try {
    const quiet = { stdio: "ignore", timeout: 200_000 } as const;
    execFileSync("apt-get", ["update", "-q"], quiet);
    execFileSync("apt-get", ["install", "-y", "-q", "--no-install-recommends", "slurm-wlm", "munge"], quiet);
  } catch {
    return "Debian's packages slurm-wlm and munge cannot be installed";
  }
  return there() ? undefined : "Debian's packages slurm-wlm and munge lack a program";
}

/** A Slurm cluster of two nodes on this machine. */
export class SlurmCluster {
  readonly folder: string = mkdtempSync(join(tmpdir(), "softdice-slurm-"));
  readonly #daemons: ChildProcess[] = [];

  /** Starts the daemons and waits until both nodes are idle. */
  async start(): Promise<void> {
    for (const name of ["state", "spool.n1", "spool.n2", "munge"]) mkdirSync(join(this.folder, name));
    execFileSync("chmod", ["755", this.folder]);
    const ports = [await freePort(), await freePort(), await freePort()];
    writeFileSync(join(this.folder, "slurm.conf"), configuration(this.folder, ports));
    this.#startMunge();
    this.#spawn("/usr/sbin/slurmctld", "-D");
    this.#spawn("/usr/sbin/slurmd", "-D", "-N", "n1");
    this.#spawn("/usr/sbin/slurmd", "-D", "-N", "n2");
    for (let attempt = 0; attempt < 500; attempt++) {
      await sleep(500);
      if (this.#idleNodes() === 2) return;
    }
    throw new Error(`the nodes did not become idle; see the logs in ${this.folder}`);
  }

  /** Runs a program against this cluster and returns what it prints. */
  run(program: string, ...args: readonly string[]): string {
    return execFileSync(program, args, { env: this.environment, encoding: "utf8" });
  }

  get environment(): NodeJS.ProcessEnv {
    return { ...process.env, SLURM_CONF: join(this.folder, "slurm.conf") };
  }

  /** The fields of a job or an array task, `12` or `12_3`. */
  job(id: string): Record<string, string> {
    const text = this.run("scontrol", "show", "job", id, "--oneliner");
    return Object.fromEntries([...text.matchAll(/(\w+)=(\S*)/g)].map(([, name, value]) => [name, value]));
  }

  /** Waits until the job's state is one of those given. */
  async waitFor(id: string, states: readonly string[], seconds: number): Promise<Record<string, string>> {
    let job = this.job(id);
    const isThere = () => states.includes((job = this.job(id))["JobState"]);
    await this.until(isThere, `job ${id} is ${states.join(" or ")}`, seconds);
    return job;
  }

  /** Waits until something is so, and says what it was and what the cluster did if that takes too long. */
  async until(isSo: () => boolean, what: string, seconds: number): Promise<void> {
    for (let attempt = 0; attempt < seconds * 4; attempt++) {
      if (isSo()) return;
      await sleep(250);
    }
    throw new Error(`not after ${seconds} seconds: ${what}; ${this.run("squeue")}`);
  }

  stop(): void {
    for (const daemon of this.#daemons.reverse()) daemon.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }

  #startMunge(): void {
    mkdirSync("/run/munge", { recursive: true });
    execFileSync("chown", ["munge:munge", "/run/munge"]);
    if (existsSync("/run/munge/munge.socket.2")) {
      try {
        execFileSync("munge", ["-n"], { stdio: "ignore", timeout: 5000 });
        return; // a daemon is running already
      } catch {
        // Its socket is left from an earlier daemon.
      }
    }
    execFileSync("runuser", ["-u", "munge", "--", "/usr/sbin/munged", "--force"], { stdio: "ignore" });
  }

  #spawn(program: string, ...args: readonly string[]): void {
    const log = openSync(join(this.folder, `${this.#daemons.length}.log`), "w");
    const stdio = ["ignore", log, log] as const;
    this.#daemons.push(spawn(program, args, { env: this.environment, stdio: [...stdio], detached: true }));
  }

  #idleNodes(): number {
    try {
      return this.run("sinfo", "--noheader", "--Node", "--format=%T")
        .split("\n")
        .filter((s) => s === "idle").length;
    } catch {
      return 0;
    }
  }
}

function configuration(folder: string, [controller, ...nodes]: readonly number[]): string {
  const ofNode = "NodeHostname=localhost NodeAddr=127.0.0.1 CPUs=2 RealMemory=8000 State=UNKNOWN";
  return `ClusterName=softdice
SlurmctldHost=localhost(127.0.0.1)
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CredType=cred/munge
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,batch_sched_delay=0
ReturnToService=2
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
MinJobAge=600
StateSaveLocation=${folder}/state
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.%n.pid
SlurmdSpoolDir=${folder}/spool.%n
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.%n.log
SlurmctldPort=${controller}
SlurmdParameters=config_overrides
MaxArraySize=10001
NodeName=n1 Port=${nodes[0]} ${ofNode}
NodeName=n2 Port=${nodes[1]} ${ofNode}
PartitionName=main Nodes=n[1-2] Default=YES MaxTime=INFINITE State=UP
`;
}
