/* After an interview: what is true of it now, and the next one in one tap. */

import { ATTENTION } from "../queue.js";
import { clone, fill } from "../ui.js";
import { until, when } from "../words.js";

const STATUS = {
  susulan: "Survei sudah ditutup. Jawaban disimpan sebagai susulan dan belum dihitung.",
  sudah_diterima: "Wawancara ini terkirim dua kali dan tetap dihitung satu kali.",
};

export const saved = {
  title: "Tersimpan",
  tab: "beranda",
  live: true,
  open: (app) => (find(app) ? "tersimpan" : "beranda"),
  draw(app, at) {
    const entry = find(app);
    const { names } = entry.about;
    at.append(
      fill(clone("layar-tersimpan"), {
        ...standing(app, entry),
        saved: when(entry.saved_at),
        layanan: names.layanan,
        titik: names.titik,
        where: `${names.layanan}, ${names.titik}`,
      }),
    );
  },
};

function find({ world }) {
  return [...world.mine, ...world.receipts].find(({ id }) => id === history.state?.id);
}

function standing(app, entry) {
  if (entry.receipt) {
    const words = STATUS[entry.status] ?? "Sampaikan terima kasih kepada responden.";
    return { sent: true, title: "Jawaban diterima", words, receipt: entry.receipt };
  }
  if (entry.state === ATTENTION) {
    const words = "Jawaban tetap tersimpan di perangkat ini. Buka Antrean untuk melihat apa yang perlu dilakukan.";
    return { attention: true, title: "Tersimpan, perlu perhatian", words, reason: entry.reason };
  }
  return {
    waiting: true,
    title: "Tersimpan di perangkat",
    words: "Akan dikirim sendiri. Anda tidak perlu menunggu.",
    reason: waitingWords(app),
  };
}

/** Say why an entry still waits. */
export function waitingWords({ world, sender }) {
  const { problem, next_at, sending } = sender.standing;
  if (world.refused) return "perangkat perlu disiapkan ulang";
  if (sending) return "sedang dikirim";
  const again = next_at > Date.now() ? `, dicoba lagi dalam ${until(next_at)}` : "";
  const words = { jaringan: "tidak ada jaringan", server: "server belum menjawab", perangkat: "tanda terima belum tercatat" };
  return (words[problem] ?? "menunggu giliran dikirim") + again;
}
