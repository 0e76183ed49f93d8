import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { steps } from "../history.ts";
import { prefer, preference, tabSession } from "../preferences.ts";
import { loading, type OpenStudy, open, report, study } from "../study.ts";
import { choicesOf, keptChoices, takeUp } from "./choices.ts";
import { KeptSessions, type Session } from "./keptSessions.ts";

/* The study that is open, kept on this machine as long as the user and the browser let it be. */

export type Keeping =
  /** Nothing of the user's is open: an example, or nothing at all. */
  | "nothing"
  /** Being written. */
  | "writing"
  | "kept"
  /** The user does not want it. */
  | "off"
  /** The browser keeps no files here. */
  | "blocked"
  /** There is no room for it. */
  | "full"
  /** It was removed from the list. */
  | "removed";

export const keeping = signal<Keeping>("nothing");
/** All sessions, the last changed first; undefined where the browser keeps no files. */
export const sessions = signal<readonly Session[] | undefined>(undefined);
/** The session of what is open. */
export const current = signal<Session | undefined>(undefined);
/** Whether the user wants sessions kept. */
export const isWanted = signal(preference("keep") !== "off");

/** Whether there are choices that are not written yet. */
const isUnwritten = signal(false);

/** Whether leaving the page would lose something: files that are not kept, or what was chosen in an example. */
export const wouldLose: ReadonlySignal<boolean> = computed(() => {
  const files = study.value?.files;
  if (files === undefined) return false;
  return files.length > 0 ? keeping.value !== "kept" || isUnwritten.value : steps.value.length > 1;
});

/** Whether what is open may give way to something else: asks where choices are kept nowhere. */
export function mayReplace(): boolean {
  const isKept = study.peek()?.example === "" && keeping.peek() === "kept";
  if (study.peek() === undefined || isKept || steps.peek().length < 2) return true;
  return confirm(
    "Your choices for what is open are not kept and would be lost. Open something else all the same?",
  );
}

/** Choices are written when there was none for so long. */
const PAUSE_MS = 300;

let store: KeptSessions | undefined;
/** The files that are being, or were, kept as {@link current}. */
let keptFiles: OpenStudy["files"] | undefined;
/** Whether what is being opened comes from a session, and need not be kept anew. */
let isRestoring = false;
let timer: ReturnType<typeof setTimeout> | undefined;
/** The session that no other page may open as its own, and what gives it back. */
let held: { readonly id: string; readonly giveBack: () => void } | undefined;

/** Keeps what is opened from now on; opens again what this tab showed last. */
export async function followSession(): Promise<void> {
  addEventListener("beforeunload", (event) => {
    if (wouldLose.value) event.preventDefault();
  });
  try {
    store = await KeptSessions.open();
    sessions.value = await store.list();
  } catch {
    store = undefined;
    sessions.value = undefined;
  }
  const last = tabSession.get();
  if (last !== null && study.peek() === undefined && !location.hash.includes("example=")) {
    await openSession(last, { isSeen: true });
  }
  effect(() => {
    const opened = study.value;
    const wanted = isWanted.value;
    if (!isRestoring && (opened?.files !== keptFiles || !wanted || keeping.peek() === "off"))
      void keep(opened, wanted);
  });
  effect(() => {
    const chosen = keptChoices.value;
    const session = current.peek();
    if (session === undefined || keptFiles !== study.peek()?.files) return;
    if (JSON.stringify(chosen) === JSON.stringify(session.choices)) return;
    current.value = { ...session, choices: chosen, changedAt: Date.now() };
    writeSoon();
  });
}

/** Opens a session of the list. */
export async function openSession(id: string, { isSeen = false } = {}): Promise<void> {
  const session = await store?.read(id);
  if (store === undefined || session === undefined) {
    tabSession.set(undefined);
    await refresh();
    return;
  }
  try {
    const files = await store.files(session);
    // Whoever opens something while the page starts wants that.
    if (isSeen && (study.peek() !== undefined || loading.peek() !== undefined)) return;
    const before = study.peek();
    const isOurs = await hold(id);
    isRestoring = true;
    await open({ files }, choicesOf(session.choices), { isSeen });
    const opened = study.peek();
    if (opened === undefined || opened === before) return;
    takeUp(session.choices, { isSeen });
    if (!isOurs) {
      // Another page has it open: this one goes on with a session of its own.
      current.value = undefined;
      keptFiles = undefined;
      await keep(opened, isWanted.peek(), `${session.title}, copy`);
      return;
    }
    keptFiles = opened.files;
    current.value = session;
    keeping.value = "kept";
    tabSession.set(id);
  } catch (error) {
    report(error);
  } finally {
    isRestoring = false;
  }
}

/** Makes a session this page's own. @returns whether it is; else another page has it */
async function hold(id: string): Promise<boolean> {
  if (held?.id === id) return true;
  const giveBack = await store?.hold(id);
  if (giveBack === undefined) return false;
  held?.giveBack();
  held = { id, giveBack };
  return true;
}

/**
 * Copies the files of what is open where they lie in a session that is about to be removed, and goes on with the copies.
 * @returns whether nothing that is open needs a session any longer; if not, the page says why
 */
async function takeOut(): Promise<boolean> {
  const opened = study.peek();
  if (opened === undefined || !opened.files.some(({ file }) => store?.holds(file) === true)) return true;
  const chosen = keptChoices.peek();
  isRestoring = true;
  try {
    const files = await Promise.all(
      opened.files.map(async ({ path, file }) => ({ path, file: new Blob([await file.arrayBuffer()]) })),
    );
    await open({ files }, choicesOf(chosen), { isSeen: true });
    if (study.peek() === opened) return false;
    keptFiles = study.peek()?.files;
    takeUp(chosen, { isSeen: true });
    return true;
  } catch (error) {
    report(error);
    return false;
  } finally {
    isRestoring = false;
  }
}

/** Opens anew what is open, with all choices: for when the worker that held it is lost. */
export async function openAgain(): Promise<void> {
  const before = study.peek();
  if (before === undefined) return;
  const chosen = keptChoices.peek();
  const { example, files } = before;
  await open(example === "" ? { files } : { example }, choicesOf(chosen), { isSeen: true });
  if (study.peek() !== before) takeUp(chosen, { isSeen: true });
}

export async function renameSession(id: string, title: string): Promise<void> {
  const session = current.peek()?.id === id ? current.peek() : await store?.read(id);
  if (session === undefined) return;
  const renamed = { ...session, title };
  if (current.peek()?.id === id) current.value = renamed;
  await store?.write(renamed);
  await refresh();
}

/** Removes a session from this machine; if it is open, it stays open and is kept no longer. */
export async function removeSession(id: string): Promise<void> {
  if (current.peek()?.id === id) {
    if (!(await takeOut())) return;
    forget("removed");
  }
  await store?.remove(id);
  await refresh();
}

export async function removeAllSessions(): Promise<void> {
  if (!(await takeOut())) return;
  forget(keeping.peek() === "kept" ? "removed" : keeping.peek());
  for (const { id } of sessions.peek() ?? []) await store?.remove(id);
  await refresh();
}

/** Whether sessions are kept from now on; what is open is removed where they are not. */
export async function want(isOn: boolean): Promise<void> {
  const id = current.peek()?.id;
  if (!isOn && !(await takeOut())) return;
  isWanted.value = isOn;
  prefer("keep", isOn ? "on" : "off");
  if (!isOn && id !== undefined) await store?.remove(id);
  await refresh();
}

/** @param title of a new session; what it holds unless given */
async function keep(opened: OpenStudy | undefined, wanted: boolean, title?: string): Promise<void> {
  const before = current.peek();
  // What was chosen a moment ago of what was open before.
  if (before !== undefined && isUnwritten.peek()) store?.write(before).catch(() => {});
  const grewFrom = keptFiles ?? [];
  const files = opened?.files ?? [];
  keptFiles = opened?.files;
  if (opened === undefined || files.length === 0) return forget("nothing");
  if (!wanted) return forget("off");
  if (store === undefined) return forget("blocked");
  // Files added to what was open go on with its session.
  const doesGrow = grewFrom.some(({ file }) => files.some((one) => one.file === file));
  const session = {
    id: before !== undefined && doesGrow ? before.id : crypto.randomUUID(),
    title: before !== undefined && doesGrow ? before.title : (title ?? titleOf(opened)),
    changedAt: Date.now(),
    bytes: files.reduce((sum, { file }) => sum + file.size, 0),
    choices: keptChoices.peek(),
  };
  keeping.value = "writing";
  try {
    const whole = await store.keepFiles(session, files);
    if (keptFiles !== files) return;
    await hold(session.id);
    current.value = { ...whole, choices: keptChoices.peek() };
    keeping.value = "kept";
    tabSession.set(session.id);
    writeSoon();
  } catch (error) {
    const isFull = error instanceof DOMException && error.name === "QuotaExceededError";
    if (keptFiles === files) forget(isFull ? "full" : "blocked");
  }
  await refresh();
}

/** Without names of files, which may be names of people. */
function titleOf({ info }: OpenStudy): string {
  const observers = new Set(info.structures.flatMap((one) => one.observers.map(({ name }) => name))).size;
  const structures = info.structures.length;
  const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
  return `Patient 1: ${plural(structures, "structure")}${observers > 0 ? ` by ${plural(observers, "observer")}` : ""}`;
}

function forget(state: Keeping): void {
  clearTimeout(timer);
  held?.giveBack();
  held = undefined;
  current.value = undefined;
  keeping.value = state;
  tabSession.set(undefined);
}

function writeSoon(): void {
  clearTimeout(timer);
  isUnwritten.value = true;
  timer = setTimeout(() => {
    const session = current.peek();
    if (session === undefined || store === undefined) return;
    store.write(session).then(
      () => {
        if (current.peek() === session) isUnwritten.value = false;
      },
      // Another page has removed it.
      () => forget("removed"),
    );
  }, PAUSE_MS);
}

async function refresh(): Promise<void> {
  try {
    if (store !== undefined) sessions.value = await store.list();
  } catch {
    sessions.value = undefined;
  }
}
