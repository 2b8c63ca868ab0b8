/* New versions of the app: looked for now and then, kept by the worker beside the present one, and put in its place only
   while nobody is being asked. What is stored on the device is not touched. */

import { get } from "./server.js";

const EVERY = 15 * 60_000; // ms
const PATIENCE = 3000; // ms for the worker to say its version

/** `idle()`: whether the page may be exchanged now; `app`: the addresses of worker and version, and what the worker serves. */
export function updates({ idle, app = { worker: "/isi/pekerja.js", version: "/isi/versi.json", scope: "/isi" } }) {
  let version = "";
  let registration = null;
  let stale = false; // a newer worker has taken over; this page still shows the older shell
  let asked = 0;

  async function start() {
    if (!("serviceWorker" in navigator)) return;
    let controlled = Boolean(navigator.serviceWorker.controller);
    version = controlled ? await versionOf(navigator.serviceWorker.controller) : "";
    navigator.serviceWorker.addEventListener("controllerchange", () => {
      stale ||= controlled; // the very first worker brings what this page shows already
      controlled = true;
      apply();
    });
    registration = await navigator.serviceWorker.register(app.worker, { scope: app.scope }).catch(() => null);
    registration?.addEventListener("updatefound", () =>
      registration.installing?.addEventListener("statechange", apply),
    );
    setInterval(look, 60_000);
    document.addEventListener("visibilitychange", look);
    look();
  }

  async function look() {
    apply();
    if (document.visibilityState !== "visible" || Date.now() - asked < EVERY) return;
    const answer = await get(app.version);
    if (answer?.status !== 200) return;
    asked = Date.now();
    const latest = await answer.json().catch(() => ({}));
    version ||= latest.version ?? "";
    if (latest.version !== version) await registration?.update().catch(() => {});
    apply();
  }

  /** Take the newer version if it is ready and nobody is in the middle of anything. */
  function apply() {
    if (!idle()) return;
    if (stale) location.reload();
    else if (navigator.serviceWorker.controller) registration?.waiting?.postMessage("terapkan");
  }

  return { start, apply, version: () => version };
}

function versionOf(worker) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    worker.postMessage("versi", [port2]);
    setTimeout(() => resolve(""), PATIENCE);
  });
}
