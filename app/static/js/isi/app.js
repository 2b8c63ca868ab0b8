/* Puts the parts of the app together: what is on the device, which screen shows it, and what a tap does. */

import { acts as makeActs } from "./acts.js";
import { connection } from "./connection.js";
import { lookAtStorage } from "./device.js";
import { drafts as makeDrafts } from "./drafts.js";
import { enrolments as makeEnrolments } from "./enrolments.js";
import { installing } from "./installing.js";
import { claim } from "./claim.js";
import { router } from "./router.js";
import { sending } from "./sending.js";
import { openStore } from "./store.js";
import { strip } from "./strip.js";
import { training } from "./passing.js";
import { updates as makeUpdates } from "./updates.js";
import { look } from "./world.js";

const NEWS = 15 * 60_000; // ms between questions for new data

export async function start() {
  const app = { world: null, problem: "", installing: installing() };
  const store = openStore(() => renew(app));
  Object.assign(app, store, { drafts: makeDrafts(store), enrolments: makeEnrolments(store) });
  app.updates = makeUpdates({ idle: () => !app.world?.lock && app.router.idle() });
  app.sender = sending({ ...app, version: app.updates.version, changed: (standing) => sent(app, standing) });
  app.renew = () => renew(app);
  app.settled = () => app.drafts.written().then(app.renew); // what was answered last is kept, and seen
  app.strip = () => strip(app);
  app.refresh = () => refresh(app);
  app.router = router(app);
  app.acts = makeActs(app);
  app.training = training(app);

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (!button) return;
    event.preventDefault();
    app.acts[button.dataset.act]?.(button);
  });
  connection.watch(() => renew(app));

  await app.updates.start();
  await renew(app);
  await app.router.begin();
  await begin(app);
}

/** What happens by itself: sending, news, updates, tidying. */
async function begin(app) {
  app.queue.tidy().catch(() => {});
  lookAtStorage(app.renew);
  app.sender.start();
  await refresh(app);
  let asked = Date.now();
  const ask = () => {
    if (document.visibilityState !== "visible" || Date.now() - asked < NEWS) return;
    asked = Date.now();
    lookAtStorage(app.renew);
    refresh(app);
  };
  setInterval(ask, 60_000);
  document.addEventListener("visibilitychange", ask);
  window.addEventListener("online", () => refresh(app));
}

/** Ask the server for news, and tell it what it may not know yet. */
async function refresh(app) {
  await claim(app);
  await app.enrolments.refresh();
  await app.training.send(app.world.known);
  await renew(app);
}

let waiting = null;
let turn = Promise.resolve();

/** Look at the device again and show it; many changes at once are one look, and looks come one after the other. */
function renew(app) {
  waiting ??= turn.then(async () => {
    waiting = null;
    app.world = await look(app);
    app.strip();
    app.router.show();
  });
  turn = waiting.catch(() => {});
  return waiting;
}

async function sent(app, { problem, posted, failures, sending }) {
  if (sending || !posted) return;
  connection.heard(problem !== "jaringan");
  if (problem) await renew(app);
  else await refresh(app); // the day's count and the survey's target have moved
  if (failures) navigator.serviceWorker?.ready.then(({ sync }) => sync?.register("kirim")).catch(() => {});
}
