/*
 * Keeps the built files, so that the app starts without a network once it has been opened. It asks for nothing but
 * these files of its own origin. The build fills in their list.
 */
const files = __FILES__;
const cacheName = `softdice ${hash(files.join())}`;

addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(cacheName)
      .then((cache) => cache.addAll(files.map((file) => new Request(file, { cache: "reload" }))))
      .then(() => skipWaiting()),
  );
});

addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith("softdice ") && name !== cacheName)
            .map((name) => caches.delete(name)),
        ),
      )
      .then(() => clients.claim()),
  );
});

addEventListener("fetch", (event) => {
  event.respondWith(
    caches
      .open(cacheName)
      .then((cache) => cache.match(event.request, { ignoreSearch: true }))
      .then((kept) => kept ?? fetch(event.request)),
  );
});

/** A short name for a text, not for secrets. */
function hash(text) {
  let value = 5381;
  for (const character of text) value = (value * 33 + character.codePointAt(0)) % 2 ** 32;
  return value.toString(36);
}
