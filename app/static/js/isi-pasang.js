/* Sets this device up for the app: on the page that a petugas signs in to, and on the page behind an admin's code.
   Where the browser cannot keep the app (no service worker, a private window), the server's pages do without it. */

import { deviceLabel } from "./isi/device.js";
import { enrolments as makeEnrolments } from "./isi/enrolments.js";
import { post } from "./isi/server.js";
import { openStore } from "./isi/store.js";

const APP = "/isi/aplikasi";
const able = "serviceWorker" in navigator && "indexedDB" in window && "crypto" in window && crypto.subtle;
const store = able && openStore();
const enrolments = able && makeEnrolments(store);

const page = document.querySelector("[data-enrol]");
if (page && able) enrol(page).catch(() => {});
const form = document.querySelector("form[data-install]");
if (form) offer(form);

/** Register the worker and wait until it has kept the shell. */
async function keepApp() {
  await navigator.serviceWorker.register("/isi/pekerja.js", { scope: "/isi" });
  await navigator.serviceWorker.ready;
  await navigator.storage?.persist?.().catch(() => {});
}

async function enrol({ dataset }) {
  await keepApp();
  const enrolled = await enrolments.enrolSignedIn({ csrf: dataset.csrf, label: await deviceLabel() });
  if (!enrolled) return;
  await enrolments.refresh();
  location.replace(APP);
}

function offer(form) {
  const button = form.querySelector("[type=submit]");
  const message = form.querySelector("[data-install-message]") ?? document.querySelector("[data-install-message]");
  const say = (words) => {
    message.textContent = words;
    message.hidden = false;
    button.disabled = false;
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!able) return say("Peramban ini tidak dapat menyimpan aplikasi. Buka tautan ini dengan Chrome, tidak dalam mode samaran.");
    button.disabled = true;
    message.hidden = true;
    try {
      say(await install(form));
    } catch {
      say("Aplikasi belum dapat disimpan di ponsel ini. Periksa ruang penyimpanan, lalu coba lagi.");
    }
  });
}

/** Use the code up and go on into the app; or return what went wrong. The code is used last: everything else can be
    tried again. */
async function install(form) {
  await keepApp();
  const known = (await enrolments.all()).find(({ refused_at }) => !refused_at);
  const answer = await post(form.action, { token: known?.token ?? null, label: await deviceLabel() });
  if (!answer) return "Server tidak terjangkau. Sambungkan ke jaringan, lalu coba lagi.";
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) return said.pesan ?? "Pemasangan belum berhasil. Coba lagi sebentar lagi.";
  await enrolments.keep(said);
  await enrolments.refresh();
  location.replace(form.dataset.home ?? APP);
  return "";
}
