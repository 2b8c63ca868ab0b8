/* Somebody has signed in on the server and comes back to /isi: this device is set up for them too. */

import { deviceLabel } from "./device.js";
import { WAITING } from "./queue.js";
import { endSession, signedIn } from "./session.js";

const DOOR = "/isi"; // where signing in leads; the app itself lives beside it
export const LEAVING = "akhiri-sesi"; // setting: somebody signed out here while the server could not be reached
export const FORGOTTEN = "lupa-pin"; // setting: the petugas of a locked phone signs in anew to open it

/** End a session that was to end, and enrol whoever just signed in, as soon as the server answers. */
export async function claim(app) {
  if (await app.settings.get(LEAVING).catch(() => false)) {
    if (await endSession()) await app.settings.set(LEAVING, undefined);
  }
  if (location.pathname !== DOOR) return;
  if (app.world.lock && !(await app.settings.get(FORGOTTEN))) return; // a session that is still open unlocks nothing
  const page = await signedIn();
  if (page === undefined) return;
  history.replaceState(history.state, "", `/isi/aplikasi${location.hash}`);
  const csrf = page?.querySelector("[data-enrol]")?.dataset.csrf;
  const enrolled = csrf && (await app.enrolments.enrolSignedIn({ csrf, label: await deviceLabel() }));
  app.problem = page && !enrolled ? "Akun yang masuk belum dapat dipakai di perangkat ini." : "";
  if (enrolled) await welcome(app, enrolled);
}

/** A person who proved who they are needs no PIN any more, and what was refused for want of them goes out again. */
async function welcome(app, { person }) {
  const { lock, entries } = app.world;
  await app.settings.set(FORGOTTEN, undefined);
  await app.settings.set(`pin:${person}`, undefined);
  if (lock?.petugas === person) await app.settings.set("kunci", undefined);
  const refused = entries.filter(({ about, status }) => about.petugas === person && status === "ditolak");
  await app.queue.mark(refused.map(({ id }) => id), { state: WAITING, status: "", reason: "" });
}
