/*
 * Keeps the built files, so that the app starts without a network once it has been opened. What is asked for beside
 * them goes the browser's usual way.
 */

/** The built files, by paths below the app's own; the build fills them in. */
declare const FILES: readonly string[];

const worker = globalThis as unknown as ServiceWorkerGlobalScope;

const cacheName = `softdice ${hash(FILES.join())}`;
const kept = new Set(FILES.map((file) => new URL(file, worker.registration.scope).href));

worker.addEventListener("install", (event) => {
  event.waitUntil(install());
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(activate());
});

worker.addEventListener("fetch", (event) => {
  const address = event.request.url.replace(/[?#].*$/u, "");
  if (event.request.method === "GET" && kept.has(address)) event.respondWith(answer(address));
});

async function install(): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.addAll([...kept].map((address) => new Request(address, { cache: "reload" })));
  await worker.skipWaiting();
}

/** Drops what earlier versions kept. */
async function activate(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith("softdice ") && name !== cacheName) await caches.delete(name);
  }
  await worker.clients.claim();
}

async function answer(address: string): Promise<Response> {
  const cache = await caches.open(cacheName);
  return (await cache.match(address)) ?? Response.error();
}

/** A short name for a text, not for secrets. */
function hash(text: string): string {
  let value = 5381;
  for (const character of text) value = (value * 33 + character.codePointAt(0)!) % 2 ** 32;
  return value.toString(36);
}
