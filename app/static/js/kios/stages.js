/* The screens between two people: the beginning, why nothing can be asked, and the thanks. Drawn again whenever something
   about them changes, without disturbing a finger. */

import { ATTENTION } from "../isi/queue.js";
import { clone, exchange, fill } from "../isi/ui.js";
import { number } from "../isi/words.js";

const SECONDS_A_QUESTION = 13;
const CLOSED = {
  off: ["Kios ini sedang tidak dipakai", "Penilaian di tempat ini sedang dimatikan. Sampaikan pendapat Anda kepada petugas di loket."],
  not_begun: ["Survei belum dibuka", "Penilaian untuk layanan ini belum dimulai."],
  ended: ["Survei sudah ditutup", "Penilaian untuk periode ini sudah selesai. Terima kasih atas perhatian Anda."],
};
const UNKNOWN = {
  title: "Kode kios ini tidak dikenal",
  text: "Periksa lagi alamat kios ini.",
  hint: "Untuk petugas: alamat yang benar ada di halaman Tautan dan kode QR milik admin.",
};
const NEVER_HEARD = {
  title: "Menunggu sambungan",
  text: "Kios ini perlu tersambung satu kali sebelum dapat dipakai. Ia mencoba lagi sendiri.",
  hint: "Untuk petugas: periksa Wi-Fi tablet ini.",
};

/** Draw what stands there while nobody answers. `again`: bring what is drawn up to date. */
export function idleScreen(app, at, { again = false } = {}) {
  const { data, unknown } = app.place ?? {};
  const queue = queueLine(app.entries);
  if (data?.questionnaire && !unknown) return draw(at, "layar-awal", { ...welcome(data), queue }, again);
  draw(at, "layar-pesan", { ...reason(data, unknown), queue }, again);
}

function welcome({ place, questionnaire }) {
  const count = questionnaire.questions.length;
  return {
    layanan: place.layanan,
    where: `${place.office}, ${place.titik}`,
    length: `${count} pertanyaan, sekitar ${Math.round((count * SECONDS_A_QUESTION) / 60)} menit`,
  };
}

function reason(data, unknown) {
  if (unknown) return UNKNOWN;
  if (!data) return NEVER_HEARD;
  const [title, text] = CLOSED[data.closed];
  const begins = data.opens_on ? ` Menurut rencana, dimulai ${longDay(data.opens_on)}.` : "";
  return { place: `${data.place.layanan}, ${data.place.titik}`, title, text: text + begins };
}

/** Say where the answer is that was just finished. */
export function thanks(app, at, { again = false } = {}) {
  const receipt = app.receipts.find(({ id }) => id === app.last);
  const late = receipt?.status === "susulan" ? "Survei sudah ditutup, sehingga jawaban ini disimpan sebagai susulan." : "";
  const values = receipt
    ? { state: "Terkirim.", words: late || "Jawaban Anda sudah diterima.", receipt: receipt.receipt }
    : { state: "Tersimpan di perangkat ini.", words: "Jawaban Anda dikirim sendiri begitu ada sambungan." };
  draw(at, "layar-selesai", values, again);
}

function queueLine(entries) {
  const refused = entries.filter(({ state }) => state === ATTENTION).length;
  const waiting = entries.length - refused;
  return [
    waiting && `${number(waiting)} jawaban menunggu sambungan`,
    refused && `${number(refused)} jawaban perlu perhatian petugas`,
  ].filter(Boolean).join(", ");
}

function draw(at, template, values, again) {
  const fresh = document.createElement("div");
  fresh.append(fill(clone(template), values));
  if (again && at.dataset.shows === template) return exchange(at, fresh);
  at.dataset.shows = template;
  at.replaceChildren(...fresh.childNodes);
  at.querySelector("[tabindex='-1']")?.focus({ preventScroll: true });
}

function longDay(date) {
  return new Date(`${date}T12:00`).toLocaleDateString("id-ID", { day: "numeric", month: "long", year: "numeric" });
}
