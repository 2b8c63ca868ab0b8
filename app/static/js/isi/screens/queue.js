/* Antrean: every interview on this device by its state, with its reason and one act. No answer is ever shown. */

import { clone, confirm, fill } from "../ui.js";
import { ATTENTION, WAITING } from "../queue.js";
import { clock, isToday, number, when } from "../words.js";
import { onDevice } from "../world.js";
import { waitingWords } from "./saved.js";

const FEW = 3; // entries of a group that are shown before "… lainnya"
const opened = new Set();

export const queue = {
  title: "Antrean",
  tab: "antrean",
  live: true,
  draw(app, at) {
    const { draft, mine, others, receipts } = app.world;
    const unsent = onDevice(app.world);
    const attention = mine.filter(({ state }) => state === ATTENTION);
    const waiting = mine.filter(({ state }) => state === WAITING).reverse();
    at.append(
      fill(clone("layar-antrean"), {
        head: unsent ? `${number(unsent)} belum terkirim` : "semua terkirim",
        ...group("attention", attention, (entry) => attentionItem(app, entry), attention.length),
        ...group("draft", draft ? [draft] : [], (each) => draftItem(app, each)),
        ...group("waiting", waiting, (entry) => waitingItem(app, entry)),
        ...group("sent", receipts.filter((each) => isToday(each.sent_at)), sentItem),
        ...group("earlier", receipts.filter((each) => !isToday(each.sent_at)), sentItem),
        others: others.length ? `${number(others.length)} wawancara petugas lain di perangkat ini belum terkirim. Semuanya dikirim sendiri.` : "",
        empty: !unsent && !receipts.length,
        unsent: mine.length + others.length > 0,
        send: app.sender.standing.sending ? "Mengirim…" : "Kirim sekarang",
        note: `Cadangan: berkas terkunci berisi ${number(mine.length + others.length)} wawancara, hanya bisa dibuka admin OPD.`,
      }),
    );
  },
};

export function more(app, { dataset }) {
  opened.add(dataset.group);
  app.router.route();
}

function group(name, entries, item, few = FEW) {
  const shown = opened.has(name) ? entries : entries.slice(0, few);
  const rest = entries.slice(shown.length);
  return {
    [name]: shown.map(item),
    [`${name}_any`]: entries.length > 0,
    [`${name}_count`]: number(entries.length),
    [`${name}_more`]: rest.length ? `${number(rest.length)} lainnya` : "",
  };
}

function withActs(one, { id }, main, second) {
  one.querySelector("li").dataset.id = id;
  for (const [selector, act] of [["[data-main]", main], ["[data-second]", second]]) {
    const button = one.querySelector(selector);
    if (!act) continue;
    button.textContent = act.words;
    button.addEventListener("click", act.run);
  }
}

function attentionItem(app, entry) {
  const retry = { words: "Coba lagi", run: () => again(app, entry) };
  const backup = { words: "Masukkan ke cadangan", run: () => app.acts.backup() };
  const handed = { words: "Sudah diterima admin", run: () => handOver(app, entry) };
  const differs = entry.status === "berbeda";
  return {
    time: when(entry.saved_at),
    words: `${entry.reason} Jawaban tetap aman di perangkat ini.`,
    act: true,
    second: !differs || entry.backed_up_at,
    drawn: (one) =>
      differs
        ? withActs(one, entry, backup, entry.backed_up_at && handed)
        : withActs(one, entry, retry, entry.backed_up_at ? handed : backup),
  };
}

async function again(app, { id }) {
  await app.queue.mark([id], { state: WAITING, status: "", reason: "" });
  app.sender.send({ now: true });
}

async function handOver(app, { id, saved_at }) {
  const sure = await confirm({
    title: "Hapus dari perangkat ini?",
    text: `Wawancara ${when(saved_at)} ada di berkas cadangan. Hapus hanya bila admin OPD sudah mengunggah berkas itu.`,
    act: "Hapus dari perangkat",
    danger: true,
  });
  if (sure) app.queue.handOver(id);
}

function draftItem(app, draft) {
  const at = draft.screen.match(/\d+/)?.[0];
  const words = draft.collection === "serah_ponsel" ? "serah ponsel, belum selesai" : at ? `pertanyaan ${at} dari ${draft.questionnaire.questions.length}` : "belum selesai";
  return {
    time: when(draft.begun),
    words,
    act: true,
    second: false,
    drawn: (one) => withActs(one, draft, { words: "Lanjutkan", run: () => app.router.go("lanjut") }),
  };
}

function waitingItem(app, entry) {
  const way = entry.about.collection === "serah_ponsel" ? "serah ponsel, " : "";
  return {
    time: when(entry.saved_at),
    words: way + (entry.unwritten ? "belum tersimpan di perangkat" : waitingWords(app)),
    act: true,
    second: false,
    drawn: (one) => withActs(one, entry, { words: "Coba lagi", run: () => app.acts.send() }),
  };
}

function sentItem({ saved_at, receipt, status }) {
  const note = { susulan: ", susulan", cadangan: "diserahkan lewat berkas cadangan" }[status] ?? "";
  return { time: isToday(saved_at) ? clock(saved_at) : when(saved_at), words: receipt ? `tanda terima ${receipt}${note}` : note, act: false, second: false };
}
