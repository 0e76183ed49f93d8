import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";

/** A program that does a piece of work for each line on its standard input and answers with the seconds of processor time it took. */
export class Peer {
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string, undefined>;

  private constructor(command: string, args: readonly string[]) {
    this.#child = spawn(command, args, { cwd: peers, stdio: ["pipe", "pipe", "inherit"], env: oneThread });
    const lines: Interface = createInterface({ input: this.#child.stdout! });
    this.#answers = lines[Symbol.asyncIterator]();
  }

  async seconds(): Promise<number> {
    this.#child.stdin!.write("\n");
    const { value, done } = await this.#answers.next();
    if (done === true) throw new Error("a peer ended before it answered");
    return Number(value);
  }

  close(): void {
    this.#child.stdin!.end();
  }

  /** A script of peers/, or undefined with a note where python3 or the package it needs is missing. */
  static python(
    needs: "numpy" | "scipy" | "torch",
    script: string,
    ...args: readonly string[]
  ): Peer | undefined {
    if (spawnSync("python3", ["-c", `import ${needs}`], { stdio: "ignore" }).status !== 0) {
      console.error(`${script}: skipped, there is no python3 with ${needs}`);
      return undefined;
    }
    return new Peer("python3", [script, ...args]);
  }

  /** A C file of peers/ compiled with gcc, or undefined with a note where there is none. */
  static c(source: string, ...flags: readonly string[]): Peer | undefined {
    const program = join(mkdtempSync(join(tmpdir(), "softdice-bench-")), "peer");
    try {
      execFileSync("gcc", [...flags, join(peers, source), "-o", program, "-lm"], { stdio: "ignore" });
    } catch {
      console.error(`${source}: skipped, gcc cannot compile it here`);
      return undefined;
    }
    return new Peer(program, []);
  }
}

const peers = join(process.cwd(), "bench/peers");
const oneThread = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
