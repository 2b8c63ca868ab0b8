/* The line on top: whether the server can be reached, and what lies on this device; below it, what must not be missed. */

import { connection } from "./connection.js";
import { clone, fill } from "./ui.js";
import { number, when } from "./words.js";
import { onDevice } from "./world.js";

export function strip(app) {
  const { world } = app;
  const online = connection.online();
  const screen = document.body.dataset.screen ?? "";
  const handed = screen.startsWith("serah-");
  const training = document.body.classList.contains("is-training");
  put("[data-strip]", !handed && !training);
  put("[data-strip-locked]", handed);
  put("[data-strip-training]", training);
  document.body.classList.toggle("is-offline", !online);
  for (const state of document.querySelectorAll("[data-strip-state]")) say(state, online ? "Daring" : "Luring");
  say(document.querySelector("[data-strip-words]"), words(world));
  alarms(app, handed);
}

function put(selector, shown) {
  document.querySelector(selector).hidden = !shown;
}

/** Change words only where they change: each change is read aloud. */
function say(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

function words(world) {
  const count = onDevice(world);
  const sent = world.last_sent_at ? `terakhir terkirim ${when(world.last_sent_at)}` : "belum ada yang terkirim";
  return `${count ? `${number(count)} wawancara tersimpan di perangkat ini` : "tidak ada yang menunggu"}, ${sent}`;
}

function alarms(app, handed) {
  const unwritten = app.world.entries.filter((entry) => entry.unwritten).length;
  const stuck = app.drafts.failing();
  const wanted = [];
  if ((unwritten || stuck) && !handed) wanted.push(["gawat-simpan", { words: unwrittenWords(unwritten) }]);
  if (app.world.refused && !handed) wanted.push(["gawat-izin", {}]);
  const place = document.querySelector("[data-alarms]");
  const sign = JSON.stringify(wanted);
  if (place.dataset.sign === sign) return;
  place.dataset.sign = sign;
  place.replaceChildren(...wanted.map(([id, values]) => fill(clone(id), values)));
}

function unwrittenWords(count) {
  return count
    ? `${number(count)} wawancara belum tersimpan di perangkat. Jangan tutup aplikasi ini.`
    : "Jawaban di layar ini belum tersimpan di perangkat. Jangan tutup aplikasi ini.";
}
