/* Puts the parts of the kiosk together: who stands before it, which screen shows it, and what a touch does.

   Three stages: "awal" (nobody, or nothing to ask), "tanya" (somebody answers), "selesai" (thanks). Only the first is idle:
   then news are taken over, and a new version of the kiosk. */

import { connection } from "../isi/connection.js";
import { updates as makeUpdates } from "../isi/updates.js";
import { asking } from "./asking.js";
import { dialogs } from "./dialogs.js";
import { floor } from "./floor.js";
import { leaving } from "./leaving.js";
import { places as makePlaces } from "./places.js";
import { fullscreen, install, keepAwake } from "./screen.js";
import { sending } from "./sending.js";
import { staff } from "./staff.js";
import { idleScreen, thanks } from "./stages.js";
import { openStore } from "./store.js";

const NEWS = 5 * 60_000; // ms between questions for news
const THANKS = 6_000; // ms
const NOTICE = 120_000; // ms in which the notice can be read; then the next person finds the beginning
const DEBOUNCE = 3_000; // ms after one person in which nobody else can begin: a second tap is the same hand

export async function start() {
  const app = { code: codeOf(location.pathname), stage: "", place: null, entries: [], receipts: [], finished: 0 };
  const at = document.querySelector("[data-stage-place]");
  const quit = document.querySelector("[data-act='quit']");
  const store = openStore(() => renew());
  Object.assign(app, store, { places: makePlaces(store), dialogs: dialogs() });
  app.updates = makeUpdates({
    idle: () => app.stage === "awal" && !app.dialogs.open(),
    app: { worker: "/kios/pekerja.js", version: "/kios/versi.json", scope: "/kios/" },
  });
  app.sender = sending({ ...app, version: app.updates.version, changed: sent });
  app.drafts = { put: async () => true, finishing: () => undefined }; // an unfinished answer is kept nowhere
  app.renew = () => renew();
  let open = null; // the questionnaire that is being answered
  let thanked = null;

  const ground = floor({ asking: () => app.stage === "tanya", left: () => end() });
  const left = leaving({ dialogs: app.dialogs, over: () => end() });

  function show(stage) {
    app.stage = stage;
    document.body.dataset.stage = stage;
    quit.hidden = stage !== "tanya";
    clearTimeout(thanked);
  }

  /** Nobody stands before the kiosk: whatever was not finished is gone. */
  function end() {
    left.stop();
    app.dialogs.close();
    open?.close();
    open = null;
    ground.home();
    show("awal");
    idleScreen(app, at);
    window.scrollTo(0, 0);
    app.updates.apply();
  }

  function begin() {
    if (app.stage !== "awal" || Date.now() - app.finished < DEBOUNCE || !app.place?.data?.questionnaire) return;
    fullscreen();
    show("tanya");
    open = asking(app, at, { done, leave: end });
    left.start();
  }

  function done({ id }) {
    left.stop();
    app.dialogs.close();
    open.close();
    open = null;
    app.finished = Date.now();
    app.last = id;
    ground.home();
    show("selesai");
    thanks(app, at);
    thanked = setTimeout(end, THANKS);
    renew();
  }

  const acts = {
    begin,
    finish: end,
    discard: end,
    quit: () => left.ask("Berhenti di sini?"),
    stay: () => left.start(),
    privacy: () => app.dialogs.show("privasi", { opd: app.place.data.opd }, { atMost: NOTICE }),
    close: () => app.dialogs.close(),
    send: () => app.sender.send({ now: true }),
    window: () => document.exitFullscreen?.(),
  };
  document.addEventListener("click", (event) => acts[event.target.closest("[data-act]")?.dataset.act]?.());
  document.addEventListener("contextmenu", (event) => event.preventDefault()); // a long press is not a way out
  staff(app);

  /** Look at the tablet again and show it; a questionnaire that is open stays as it is. */
  async function renew() {
    [app.place, app.entries, app.receipts] = await Promise.all([app.places.find(app.code), app.queue.entries(), app.queue.receipts()]);
    if (app.stage === "awal") idleScreen(app, at, { again: true });
    if (app.stage === "selesai") thanks(app, at, { again: true });
    // What the tablet could not write has reached the server meanwhile.
    if (open && app.receipts.some(({ id }) => id === open.id)) done(open);
  }

  async function sent({ posted, sending, problem, failures }) {
    if (sending || !posted) return;
    connection.heard(problem !== "jaringan");
    await renew();
    if (failures) navigator.serviceWorker?.ready.then(({ sync }) => sync?.register("kirim")).catch(() => {});
  }

  async function refresh() {
    await app.places.refresh(app.code);
    await renew();
  }

  await renew();
  end();
  install(app.code);
  keepAwake();
  await app.updates.start();
  await refresh();
  app.queue.tidy().catch(() => {});
  app.sender.start();
  setInterval(refresh, NEWS);
  window.addEventListener("online", refresh);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh());
}

function codeOf(path) {
  return decodeURIComponent(path.split("/")[2] ?? "").toUpperCase();
}
