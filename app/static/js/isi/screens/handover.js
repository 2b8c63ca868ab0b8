/* Serahkan ponsel: the respondent answers unseen, and the phone shows nothing else until the petugas's PIN. The lock is
   a setting on the device, so that it outlives Back, a reload and a dead battery. */

import { interview, newDraft } from "../interviewing.js";
import { pins } from "../pins.js";
import { clone, fill } from "../ui.js";
import { connection } from "../connection.js";
import { speech } from "../speech.js";

const SECONDS_A_QUESTION = 13;

async function lock(app, stage) {
  await app.settings.set("kunci", { petugas: app.world.person.id, stage });
  await app.renew();
}

function locked(app) {
  if (location.hash !== "#serah") history.replaceState({}, "", "#serah");
  return app.world;
}

/** Before the phone leaves the petugas's hand: the PIN of this shift, if there is none yet. */
export const handing = {
  title: "Serahkan ponsel",
  open: ({ world }) => {
    if (world.draft) return world.draft.collection === "serah_ponsel" ? "serahkan" : "lanjut";
    return world.survey?.state === "berjalan" && world.questionnaire ? "serahkan" : "beranda";
  },
  draw(app, at) {
    const { person, draft } = app.world;
    const stage = draft ? "tanya" : "mulai";
    const keeper = pins(app);
    at.append(clone("layar-serahkan"));
    const form = at.querySelector("[data-pin-form]");
    const problem = form.querySelector("[data-pin-problem]");
    form.hidden = true;
    keeper.living(person.id).then((pin) => (pin ? lock(app, stage) : (form.hidden = false)));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const digits = form.querySelector(".pin").value.trim();
      problem.hidden = /^\d{4}$/.test(digits);
      problem.textContent = "Tulis 4 angka, misalnya tanggal yang mudah Anda ingat.";
      if (!problem.hidden) return form.querySelector(".pin").focus();
      await keeper.make(person.id, digits);
      await lock(app, stage);
    });
  },
};

export const handingBegin = {
  title: "Silakan jawab sendiri",
  hidden: true,
  draw(app, at) {
    const { place, questionnaire, enrolment } = locked(app);
    const count = questionnaire.questions.length;
    const minutes = Math.round((count * SECONDS_A_QUESTION) / 60);
    at.append(
      fill(clone("layar-serah-mulai"), {
        where: `${place.layanan.name}, ${place.titik.name}, ${place.upp.name}`,
        length: `${count} pertanyaan, sekitar ${minutes} menit`,
        notice: enrolment.data.notice?.text,
      }),
    );
    const voice = speech();
    const speak = at.querySelector("[data-act='speak']");
    voice.ready(() => (speak.hidden = false));
    return { close: voice.stop };
  },
};

export const handingForm = {
  title: "Penilaian Anda",
  form: true,
  hidden: true,
  draw(app, at) {
    const { world } = app;
    const draft = world.draft ?? newDraft(world, "serah_ponsel");
    document.body.classList.toggle("is-larger", app.larger === true);
    return interview(app, at, draft, {
      toRespondent: true,
      leave: (kept) => (kept ? undefined : lock(app, "mulai")),
      done: () => lock(app, "selesai").then(() => app.router.leave("serah")),
    });
  },
};

export const handingDone = {
  title: "Terima kasih",
  hidden: true,
  draw(app, at) {
    locked(app);
    app.larger = false;
    const words = connection.online()
      ? "Jawaban Anda tersimpan. Tidak ada yang bisa membuka atau mengubahnya di ponsel ini."
      : "Jawaban Anda tersimpan di ponsel ini dan dikirim begitu ada jaringan. Tidak ada yang bisa membuka atau mengubahnya.";
    at.append(fill(clone("layar-serah-selesai"), { words }));
  },
};

/** The dialog that asks for the PIN; right, it gives the phone back to the petugas. */
export function unlock(app) {
  const dialog = document.getElementById("buka-kunci");
  const form = dialog.querySelector("[data-unlock]");
  const input = dialog.querySelector(".pin");
  const problem = dialog.querySelector("[data-pin-problem]");
  input.value = "";
  problem.hidden = true;
  dialog.querySelector("[data-pin-cancel]").onclick = () => dialog.close();
  form.onsubmit = async (event) => {
    event.preventDefault();
    const words = await pins(app).check(app.world.lock.petugas, input.value.trim());
    problem.textContent = words;
    problem.hidden = !words;
    if (words) return input.select();
    dialog.close();
    await app.drafts.written();
    await app.settings.set("kunci", undefined);
    history.replaceState({}, "", "#beranda");
    await app.renew();
    app.router.route();
  };
  dialog.showModal();
  input.focus();
}
