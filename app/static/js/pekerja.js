/* The service worker under /isi: keeps the shell, answers every page there with it, and sends the queue when the
   network comes back while no page is open. The server puts `self.SHELL = {version, assets}` in front of this text.
   It never touches IndexedDB but through the queue, and never clears anything but shells of earlier versions. */

import { enrolments as makeEnrolments } from "./isi/enrolments.js";
import { sending } from "./isi/sending.js";
import { openStore } from "./isi/store.js";

const { version, assets } = self.SHELL;
const PREFIX = "potret-isi-";
const CACHE = PREFIX + version;
const SHELL = "/isi/aplikasi";
const NOT_THE_APP = /^\/isi\/(pasang\/|pekerja\.js|versi\.json|data)/;

self.addEventListener("install", (event) => event.waitUntil(keepShell()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

async function keepShell() {
  const cache = await caches.open(CACHE);
  await cache.addAll(assets.map((url) => new Request(url, { cache: "reload", credentials: "omit" })));
  // Between two deliveries the shell may already be a newer one than this list: then better none than half of each.
  const shell = await (await cache.match(SHELL)).text();
  const named = [...shell.matchAll(/(?:href|src)="(\/static\/[^"#]+)/g)].map((match) => match[1]);
  for (const url of named) if (!(await cache.match(url))) throw new Error(`not kept: ${url}`);
}

/** One earlier shell stays, for a tab that still shows it. */
async function takeOver() {
  const earlier = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(earlier.slice(0, -1).map((name) => caches.delete(name)));
  await self.clients.claim();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (!NOT_THE_APP.test(url.pathname)) event.respondWith(kept(SHELL, request));
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(kept(url.pathname + url.search, request));
  }
});

async function kept(url, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(url)) ?? (await caches.match(url)) ?? fetch(request);
}

self.addEventListener("message", ({ data, ports }) => {
  if (data === "versi") ports[0].postMessage(version);
  if (data === "terapkan") self.skipWaiting();
});

self.addEventListener("sync", (event) => event.waitUntil(sendAlone()));

/** Send what waits, unless a page is open, which does so itself. */
async function sendAlone() {
  if ((await self.clients.matchAll({ type: "window" })).length) return;
  const store = openStore();
  const { send, standing } = sending({ queue: store.queue, enrolments: makeEnrolments(store), version: () => version });
  await send({ now: true });
  if (standing.problem === "jaringan" || standing.problem === "server") throw new Error(standing.problem);
}
