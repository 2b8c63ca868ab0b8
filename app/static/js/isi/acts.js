/* What the buttons of the app do (data-act="…"), each named by its act. */

import { backupFile, give } from "./backup.js";
import { FORGOTTEN } from "./claim.js";
import { connection } from "./connection.js";
import { lookAtStorage } from "./device.js";
import { unlock } from "./screens/handover.js";
import { more } from "./screens/queue.js";
import { endSession } from "./session.js";
import { speech } from "./speech.js";
import { confirm } from "./ui.js";

export function acts(app) {
  return {
    send: () => app.sender.send({ now: true }),
    backup: () => backUp(app),
    refresh: () => app.refresh(),
    more: (button) => more(app, button),
    unlock: () => unlock(app),
    practise: () => app.router.go("praktik"),
    "quiz-again": () => app.router.route(),
    "drop-draft": () => dropDraft(app),
    begin: () => begin(app),
    larger: (button) => enlarge(app, button),
    speak: () => speech().say(document.querySelector(".hand").innerText),
    persist: () => navigator.storage.persist().then(() => lookAtStorage(app.renew)),
    install: () => app.installing.ask().then(() => app.renew()),
    "sign-in": (link) => signIn(app, link),
    forgot: (link) => signIn(app, link),
  };
}

/** Give the unsent interviews of each OPD as a file that only its admin can open. They stay in the queue. */
async function backUp(app) {
  for (const { opd, device_id, data } of app.world.known) {
    const entries = app.world.entries.filter(({ lane }) => lane === opd);
    if (!entries.length || !data) continue;
    const items = await Promise.all(entries.map((entry) => app.queue.payloadOf(entry)));
    await give(await backupFile({ opd: data.opd, device_id, items, app_version: app.updates.version() }));
    await app.queue.mark(entries.map(({ id }) => id), { backed_up_at: Date.now() }).catch(() => {});
  }
}

async function dropDraft(app) {
  const sure = await confirm({
    title: "Hapus wawancara yang belum selesai?",
    text: "Jawaban yang sudah dicatat di wawancara ini hilang. Wawancara lain tidak berubah.",
    act: "Hapus wawancara ini",
    danger: true,
  });
  if (!sure) return;
  await app.drafts.drop(app.world.person.id);
  await app.renew();
}

/** The respondent begins to answer. */
async function begin(app) {
  await app.settings.set("kunci", { ...app.world.lock, stage: "tanya" });
  await app.renew();
}

function enlarge(app, button) {
  app.larger = !app.larger;
  document.body.classList.toggle("is-larger", app.larger);
  button.setAttribute("aria-pressed", String(app.larger));
}

/** Go and sign in, as somebody: a session that is still open would only lead back here. */
async function signIn(app, { href, dataset }) {
  if (dataset.act === "forgot") await app.settings.set(FORGOTTEN, true);
  if ((await endSession()) || dataset.act === "sign-in") location.assign(href);
  else connection.heard(false);
}
