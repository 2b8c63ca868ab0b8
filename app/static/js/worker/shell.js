/* What the service workers of the apps share: each keeps the shell of its app and answers every page there with it. The
   server puts `self.SHELL = {version, assets}` in front of a worker's text; the first of the assets is the shell itself.
   Nothing here touches IndexedDB, and nothing is ever cleared but shells of earlier versions. */

/**
 * Keep the shell.
 *
 *   prefix     of the names of its caches
 *   besides    a RegExp of paths below the app that are not it
 */
export function keepShell({ prefix, besides }) {
  const { version, assets } = self.SHELL;
  const [shell] = assets;
  const own = prefix + version;

  self.addEventListener("install", (event) => event.waitUntil(keep()));
  self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

  async function keep() {
    const cache = await caches.open(own);
    await cache.addAll(assets.map((url) => new Request(url, { cache: "reload", credentials: "omit" })));
    // Between two deliveries the shell may already be a newer one than this list: then better none than half of each.
    const text = await (await cache.match(shell)).text();
    const named = [...text.matchAll(/(?:href|src)="(\/static\/[^"#]+)/g)].map((match) => match[1]);
    for (const url of named) if (!(await cache.match(url))) throw new Error(`not kept: ${url}`);
  }

  /** One earlier shell stays, for a tab that still shows it. */
  async function takeOver() {
    const earlier = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== own);
    await Promise.all(earlier.slice(0, -1).map((name) => caches.delete(name)));
    await self.clients.claim();
  }

  self.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== location.origin) return;
    if (request.mode === "navigate") {
      if (!besides.test(url.pathname)) event.respondWith(kept(shell, request));
    } else if (url.pathname.startsWith("/static/")) {
      event.respondWith(kept(url.pathname + url.search, request));
    }
  });

  async function kept(url, request) {
    const cache = await caches.open(own);
    return (await cache.match(url)) ?? (await caches.match(url)) ?? fetch(request);
  }

  self.addEventListener("message", ({ data, ports }) => {
    if (data === "versi") ports[0].postMessage(version);
    if (data === "terapkan") self.skipWaiting();
  });

  return version;
}

/** Send a queue whenever the network comes back while no page is open; an open page does so itself. `open()` → its sender. */
export function sendAlone(open) {
  self.addEventListener("sync", (event) => event.waitUntil(attempt()));

  async function attempt() {
    if ((await self.clients.matchAll({ type: "window" })).length) return;
    const { send, standing } = open();
    await send({ now: true });
    if (standing.problem === "jaringan" || standing.problem === "server") throw new Error(standing.problem);
  }
}
