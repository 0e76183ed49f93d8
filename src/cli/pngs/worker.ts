import { parentPort } from "node:worker_threads";
import { rasteriseBeside, twoAtOnce } from "../rasterise.ts";
import type { Answer, Order } from "./thread.ts";

/* A thread that draws the SVGs that it is given as PNGs: one is drawn on the pool while another is compressed here. */

const rasterise = twoAtOnce(rasteriseBeside);

async function answer({ id, svg }: Order): Promise<void> {
  let png: Uint8Array<ArrayBuffer> | undefined;
  try {
    png = new Uint8Array(await rasterise(svg));
  } catch {
    // Whoever asked tries it himself, and says what is wrong.
  }
  const message: Answer = png === undefined ? { id } : { id, png };
  parentPort?.postMessage(message, png === undefined ? [] : [png.buffer]);
}

parentPort?.on("message", (order: Order) => void answer(order));
