import { SoftdiceError, type Fault } from "../../src/core/errors.ts";

/** What a page asks a worker. */
export interface Request {
  readonly id: number;
  readonly call: string;
  readonly argument: unknown;
}

/** How far a call has come. */
export interface Progress {
  /** What is being done. */
  readonly what: string;
  readonly done: number;
  /** 0 where it is not known. */
  readonly total: number;
}

/** What a worker answers: any number of times progress, then a result or an error. */
export type Answer = { readonly id: number } & (
  | { readonly progress: Progress }
  | { readonly result: unknown }
  | { readonly fault: Omit<Fault, "cause"> }
  | { readonly broken: string }
);

/** Calls that a worker answers, by name; each gets one argument and a way to report progress. */
export type Calls = Readonly<
  Record<string, (argument: never, report: (progress: Progress) => void) => unknown>
>;

/** A result whose arrays are handed over to the page instead of copied. */
export class Handover<T> {
  readonly result: T;
  readonly buffers: readonly ArrayBufferLike[];

  constructor(result: T, arrays: readonly ArrayBufferView[]) {
    this.result = result;
    this.buffers = [...new Set(arrays.map(({ buffer }) => buffer))];
  }
}

/** What a worker's own scope is used for. */
interface WorkerScope {
  addEventListener(type: "message", listener: (event: MessageEvent<Request>) => void): void;
  postMessage(message: Answer, buffers: readonly ArrayBufferLike[]): void;
}

/** Answers calls in a worker, one after the other. */
export function answerCalls(calls: Calls): void {
  const worker = globalThis as unknown as WorkerScope;
  let last: Promise<void> = Promise.resolve();
  worker.addEventListener("message", ({ data }) => {
    last = last.then(() => answer(worker, calls, data));
  });
}

async function answer(worker: WorkerScope, calls: Calls, request: Request): Promise<void> {
  const { id, call, argument } = request;
  const send = (message: Answer, buffers: readonly ArrayBufferLike[] = []): void =>
    worker.postMessage(message, buffers);
  try {
    const result = await calls[call](argument as never, (progress) => send({ id, progress }));
    if (result instanceof Handover) send({ id, result: result.result as unknown }, result.buffers);
    else send({ id, result });
  } catch (error) {
    if (error instanceof SoftdiceError) {
      const { subject, problem, expected, remedy } = error;
      send({ id, fault: { subject, problem, expected, remedy } });
    } else {
      send({ id, broken: error instanceof Error ? error.message : String(error) });
    }
  }
}
