/* For staff: three seconds on the mark in the corner say how the kiosk is. No answer is shown, and no page is left. */

import { ATTENTION } from "../isi/queue.js";
import { number, when } from "../isi/words.js";

const HOLD = 3_000; // ms
const SHOWN = 60_000; // ms

export function staff(app) {
  let timer = null;
  const release = () => clearTimeout(timer);
  document.addEventListener("pointerdown", ({ target }) => {
    release();
    if (app.stage === "awal" && target.closest("[data-corner]")) timer = setTimeout(tell, HOLD);
  });
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, release);

  function tell() {
    const waiting = app.entries.filter(({ state }) => state !== ATTENTION).length;
    const refused = app.entries.filter(({ state }) => state === ATTENTION);
    const [latest] = app.receipts;
    const facts = {
      code: app.code,
      waiting: `${number(waiting)} jawaban`,
      unsent: waiting,
      attention: refused.length ? `${number(refused.length)} jawaban` : "",
      reason: refused[0]?.reason ?? "",
      sent: latest ? when(latest.sent_at) : "belum ada",
      version: app.updates.version() || "–",
      full: Boolean(document.fullscreenElement),
    };
    app.dialogs.show("petugas", facts, { atMost: SHOWN });
  }
}
