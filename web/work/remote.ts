import { SoftdiceError } from "../../src/core/errors.ts";
import type { Answer, Progress, Request } from "./protocol.ts";

/** A worker as the page sees it: calls become promises; ending it ends them. */
export class Remote {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;
  #death: SoftdiceError | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => this.#receive(data));
    worker.addEventListener("error", (event) =>
      this.#die(lost(event.message ?? "a part of the app could not be loaded")),
    );
    worker.addEventListener("messageerror", () => this.#die(lost("a message could not be read")));
  }

  /** Whether the worker is lost, with all that it held: every call fails from then on. */
  get isDead(): boolean {
    return this.#death !== undefined;
  }

  /** @throws the worker's SoftdiceError; one that says so where it died; {@link Cancelled} where it was ended */
  call<T>(name: string, argument: unknown, onProgress: (progress: Progress) => void = () => {}): Promise<T> {
    if (this.#death !== undefined) return Promise.reject(this.#death);
    const id = this.#next++;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject, onProgress });
      const request: Request = { id, call: name, argument };
      this.#worker.postMessage(request);
    });
  }

  /** Stops the worker at once. */
  end(): void {
    this.#worker.terminate();
    this.#fail(new Cancelled());
  }

  #die(death: SoftdiceError): void {
    this.#death = death;
    this.#worker.terminate();
    this.#fail(death);
  }

  #receive(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    if (waiting === undefined) return;
    if ("progress" in answer) return waiting.onProgress(answer.progress);
    this.#waiting.delete(answer.id);
    if ("result" in answer) waiting.resolve(answer.result);
    else waiting.reject("fault" in answer ? new SoftdiceError(answer.fault) : lost(answer.broken));
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** The user stopped it: nothing to report. */
export class Cancelled extends Error {}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: (progress: Progress) => void;
}

function lost(reason: string): SoftdiceError {
  const isMemory = /memory|allocation|array length|buffer/i.test(reason);
  return new SoftdiceError({
    subject: "this browser",
    problem: isMemory ? `has run out of memory (${reason})` : `could not do it (${reason})`,
    expected: isMemory ? "room for the masks and the image" : "an uninterrupted computation",
    remedy: isMemory
      ? "close other tabs, load fewer files, or use the command line"
      : "try again; if it stays, tell us what you loaded",
  });
}
