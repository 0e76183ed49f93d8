import type { Browser, Page } from "playwright";

/** What a page did between the beginning and the end of something. */
export interface Traced {
  /** Processor time of the page's script after each input, in ms: that of a frame, where inputs come once a frame. */
  readonly scriptMs: readonly number[];
  /** Processor time of the page's thread for an input on average, in ms: script, layout and drawing. */
  readonly threadMs: number;
  /** Calls that drew something with WebGL. */
  readonly drawings3d: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur?: number;
  /** Processor time of the thread; the clock's where Chromium does not know it. */
  readonly tdur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly args: { readonly name?: string; readonly data?: { readonly message?: string } };
}

/** Events of script in Chromium's traces; those within others of them count once. */
const SCRIPT = new Set([
  "FunctionCall",
  "EvaluateScript",
  "FireAnimationFrame",
  "EventDispatch",
  "TimerFire",
  "RunMicrotasks",
]);
const MARK = "softdice-input";

/** Counts what is drawn with WebGL from now on; to be called before the page is opened. */
export async function countDrawings(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const counted = globalThis as unknown as { drawings3d: number };
    counted.drawings3d = 0;
    const prototype = WebGL2RenderingContext.prototype;
    const draw = prototype.drawElements;
    prototype.drawElements = function (...args) {
      counted.drawings3d += 1;
      draw.apply(this, args);
    };
  });
}

/**
 * Gives a page inputs, one a frame, and measures what its script takes for each of them. Processor time hardly depends on
 * what else runs on the machine.
 */
export async function traceInputs(
  browser: Browser,
  page: Page,
  count: number,
  input: (n: number) => Promise<void>,
): Promise<Traced> {
  const drawings = (): Promise<number> =>
    page.evaluate(() => (globalThis as unknown as { drawings3d: number }).drawings3d);
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const threadSeconds = async (): Promise<number> => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "ThreadTime")?.value ?? Number.NaN;
  };
  const before = await drawings();
  await browser.startTracing(page, {
    categories: ["devtools.timeline", "blink.console", "blink.user_timing"],
  });
  const start = await threadSeconds();
  for (let n = 0; n < count; n++) {
    await page.evaluate((mark) => void performance.mark(mark), MARK);
    await input(n);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0))));
  }
  await page.evaluate((mark) => void performance.mark(mark), MARK);
  const threadMs = (1000 * ((await threadSeconds()) - start)) / count;
  const text = new TextDecoder().decode(await browser.stopTracing());
  const { traceEvents } = JSON.parse(text) as { readonly traceEvents: readonly TraceEvent[] };
  const scriptMs = scriptBetweenMarks(traceEvents);
  return { scriptMs, threadMs, drawings3d: (await drawings()) - before };
}

/** Script on the thread that has the marks, from each mark to the next, in ms. */
function scriptBetweenMarks(events: readonly TraceEvent[]): number[] {
  const marks = events.filter(({ name }) => name === MARK).sort((a, b) => a.ts - b.ts);
  const { pid, tid } = marks[0];
  const own = events
    .filter((event) => event.pid === pid && event.tid === tid && event.ph === "X" && SCRIPT.has(event.name))
    .sort((a, b) => a.ts - b.ts);
  const sums = marks.slice(1).map(() => 0);
  let end = 0;
  for (const { ts, dur = 0, tdur = dur } of own) {
    if (ts < end) continue;
    end = ts + dur;
    const n = marks.findLastIndex((mark) => mark.ts <= ts);
    if (n >= 0 && n < sums.length) sums[n] += tdur / 1000;
  }
  return sums;
}
