/* Perangkat: who is on it, whether it keeps what it holds, and which version this is. */

import { claim, LEAVING } from "../claim.js";
import { storage } from "../device.js";
import { GONE } from "../enrolments.js";
import { clone, confirm, fill } from "../ui.js";
import { number, size, when } from "../words.js";

export const device = {
  title: "Perangkat",
  tab: "perangkat",
  live: true,
  draw(app, at) {
    const { enrolment, people, entries } = app.world;
    const known = storage();
    at.append(
      fill(clone("layar-perangkat"), {
        label: enrolment?.data?.device.label ?? "",
        people: people.map((person) => personItem(app, person)),
        checks: checks(known),
        can_persist: known.persisted === false,
        can_install: app.installing.possible(),
        unsent: entries.length ? `Simpan cadangan ${number(entries.length)} wawancara` : "",
        version: app.updates.version() || "belum diketahui",
        heard: enrolment?.fetched_at ? when(enrolment.fetched_at) : "belum pernah",
        opd: enrolment?.data?.opd.name ?? "",
      }),
    );
  },
};

function checks({ persisted, free, little, tab }) {
  const found = [
    persisted === null
      ? null
      : persisted
        ? { fine: true, words: "Penyimpanan tetap: peramban tidak menghapus isi perangkat ini." }
        : { fine: false, words: "Penyimpanan tetap belum dijamin peramban. Pasang aplikasi di layar utama, dan buka sedikitnya seminggu sekali." },
    free === null
      ? null
      : { fine: !little, words: little ? `Ruang tersisa ${size(free)}. Kosongkan sebagian penyimpanan ponsel.` : `Ruang tersisa ${size(free)}.` },
    tab ? { fine: false, words: "Safari mengosongkan tab yang 7 hari tidak dibuka. Ketuk Bagikan, lalu Tambah ke Layar Utama." } : null,
  ];
  return found.filter(Boolean);
}

function personItem(app, person) {
  const trained = person.trained || app.world.passed?.told ? ", sudah berlatih" : "";
  return {
    name: person.name,
    note: `${person.code ?? ""}${trained}`,
    drawn(one) {
      one.querySelector("li").dataset.id = person.id;
      const button = one.querySelector("[data-main]");
      button.textContent = "Keluar";
      button.setAttribute("aria-label", `Keluar: ${person.name}`);
      button.addEventListener("click", () => signOut(app, person));
    },
  };
}

/** A person leaves the screens of this device; what they recorded still goes out. */
async function signOut(app, person) {
  const waiting = app.world.entries.filter(({ about }) => about.petugas === person.id).length;
  const sure = await confirm({
    title: `${person.name} keluar dari perangkat ini?`,
    text: waiting
      ? `${number(waiting)} wawancaranya tetap tersimpan dan terkirim sendiri. Untuk kembali, masuk lagi dengan kata sandi.`
      : "Untuk kembali, masuk lagi dengan e-mail dan kata sandi.",
    act: "Keluar",
  });
  if (!sure) return;
  await app.settings.set(GONE + person.id, true);
  if (app.world.person?.id === person.id) await app.settings.set("petugas", undefined);
  await app.settings.set(LEAVING, true);
  claim(app);
  await app.renew();
  if (!app.world.person) app.router.go("beranda");
}
