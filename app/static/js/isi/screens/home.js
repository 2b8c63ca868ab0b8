/* Beranda: the day as tally marks, what lies on the device, and the next interview in one tap. */

import { storage } from "../device.js";
import { ATTENTION, WAITING } from "../queue.js";
import { tally } from "../tally.js";
import { clone, fill } from "../ui.js";
import { clock, day as date, duration, isToday, number } from "../words.js";
import { day, pace } from "../world.js";

const HURRIED = 40_000; // ms: nobody reads nine questions and their options aloud faster

export const home = {
  title: "Beranda",
  tab: "beranda",
  live: true,
  draw(app, at) {
    const { world } = app;
    const today = day(world);
    const status = statusOf(world);
    const part = fill(clone("layar-beranda"), {
      ...who(world),
      ...where(world),
      [status]: true,
      ...counts(today),
      states: states(world),
      ...target(world.survey),
      pace: paceWords(pace(world)),
      next: `Responden ke-${number(today.done + 1)} hari ini`,
      draft: world.draft && draftWords(world.draft),
      opening: world.survey?.opens_on
        ? `Menurut rencana, survei dimulai ${date(world.survey.opens_on)}.`
        : "Admin belum memulai survei untuk layanan ini.",
    });
    part.querySelector("[data-tally]").append(...tally(today));
    const progress = part.querySelector("[data-progress]");
    if (world.survey) Object.assign(progress, bar(world.survey.target));
    part.querySelector("[data-hints]").append(...hint(storage()));
    at.append(part);
  },
};

function statusOf({ enrolment, places, place, survey, questionnaire }) {
  if (!enrolment?.data) return "unheard";
  if (!places.length) return "unassigned";
  if (!place) return "choose";
  if (!survey || survey.state === "belum_mulai") return "not_started";
  return survey.state === "berjalan" && questionnaire ? "ready" : "closed";
}

function who({ people, person }) {
  return { several: people.length > 1, name: person.name, code: person.code ?? "" };
}

function where({ place, places }) {
  if (!place) return { place: false };
  const { layanan, titik, upp } = place;
  const several = places.some((each) => each.upp.id !== upp.id);
  return { place: true, layanan: layanan.name, titik: titik.name, upp: several ? upp.name : "", can_change: places.length > 1 };
}

function counts({ done, target }) {
  const left = Math.max(0, target - done);
  return {
    done: number(done),
    of: target ? `dari ${number(target)} hari ini` : "wawancara hari ini",
    left: target && done ? (left ? `${number(left)} lagi` : "target tercapai") : "",
  };
}

function states({ draft, mine, receipts }) {
  const count = (state) => mine.filter((entry) => entry.state === state).length;
  const sent = receipts.filter(({ saved_at }) => isToday(saved_at)).length;
  const attention = count(ATTENTION);
  return [
    ["Draf", "draf", draft ? 1 : 0],
    ["Menunggu", "menunggu", count(WAITING)],
    ["Terkirim", "terkirim", sent],
    ["Perlu perhatian", "perhatian", attention],
  ].map(([word, name, amount]) => ({
    word,
    count: number(amount),
    drawn(one) {
      one.querySelector("[data-icon]").append(clone("gambar-keadaan").querySelector(`[data-name="${name}"]`));
      one.firstElementChild.classList.add(`state--${name}`);
      if (!amount) one.firstElementChild.classList.add("is-none");
    },
  }));
}

function target(survey) {
  if (!survey) return {};
  const { achieved, required, until } = survey.target;
  const left = Math.max(0, required - achieved);
  return {
    target: `${number(achieved)} dari ${number(required)} periode ini`,
    shortfall: left
      ? `kurang ${number(left)}, sampai ${date(until)}`
      : `target tercapai, survei sampai ${date(until)}`,
  };
}

function bar({ achieved, required }) {
  return { max: Math.max(1, required), value: Math.min(achieved, required) };
}

function paceWords(mean) {
  if (mean === null) return "";
  return `${duration(mean)} per wawancara, ${mean < HURRIED ? "di bawah wajar" : "wajar"}`;
}

function draftWords({ collection, begun, screen }) {
  const at = screen.match(/\d+/)?.[0];
  const place = at ? `pertanyaan ${at}` : screen === "profil" ? "tentang responden" : "saran";
  return collection === "petugas" ? `pukul ${clock(begun)}, ${place}` : `pukul ${clock(begun)}, serah ponsel`;
}

/** Say where this browser may lose what it keeps, before it does. */
function hint({ persisted, little, tab }) {
  const words = little
    ? "Ruang penyimpanan hampir habis."
    : tab
      ? "Pasang di layar utama: tab ini bisa dikosongkan setelah 7 hari tanpa dibuka."
      : persisted === false
        ? "Peramban belum menjamin penyimpanan tetap."
        : "";
  return words ? [fill(clone("petunjuk"), { words })] : [];
}
