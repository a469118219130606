/* Keeps the pages below its scope for use without a connection: network first, then what was kept. */
"use strict";
const SCOPE = new URL(self.registration.scope).pathname;
const KEPT = `kept-1:${SCOPE}`;
const FILES = ["/static/vendor/pico.min.css", "/static/app.css", "/static/me.css", "/static/me.js", "/static/keep.js", "/static/icon.svg"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name !== KEPT && !(name.includes(":") && !name.endsWith(`:${SCOPE}`))).map((name) => caches.delete(name))))
      .then(() => self.clients.claim())
  );
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  const isPage = (address.pathname === SCOPE || address.pathname.startsWith(`${SCOPE}/`)) && !/\.[a-z]+$/.test(address.pathname);
  if (!isPage && !FILES.includes(address.pathname)) return;
  event.respondWith(fromNetworkOrKept(event.request));
});

async function fromNetworkOrKept(request) {
  const cache = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await cache.put(request, answer.clone());
    if (answer.status === 410 || answer.status === 404 || answer.redirected) await cache.delete(request);
    return answer;
  } catch (problem) {
    const kept = await cache.match(request, { ignoreVary: true });
    if (kept) return kept;
    throw problem;
  }
}
