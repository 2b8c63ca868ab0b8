/* One person answers: the questionnaire of this place, kept nowhere until it is finished. */

import { interview } from "../isi/interviewing.js";
import { speech } from "../isi/speech.js";

const UI_VERSION = "kios-1"; // of the drawing of the questions: answers are compared within one
const SPOKEN = ".question-text, .answer-words";

/** Show the form in `at`; returns what closes it. */
export function asking(app, at, { done, leave }) {
  const { code, survey_id, questionnaire, place } = app.place.data;
  const draft = {
    id: crypto.randomUUID(),
    opd: code, // the lane by which it is sent
    collection: "kios",
    ui_version: UI_VERSION,
    notice_version: document.body.dataset.noticeVersion,
    survey_id,
    layanan_id: place.layanan_id,
    titik_id: place.titik_id,
    names: { layanan: place.layanan, titik: place.titik, upp: place.office },
    internal: place.internal,
    questionnaire,
    values: {},
    screen: "pertanyaan-1",
    furthest: 0,
    begun: Date.now(),
  };
  at.dataset.shows = "layar-wawancara";
  history.replaceState({ kios: "tanya" }, "", location.pathname);
  const open = interview(app, at, draft, { toRespondent: true, leave, done });
  for (const words of open.form.querySelectorAll(".question-place span")) words.textContent = `${place.layanan}, ${place.titik}`;
  const voice = speech();
  voice.ready(() => offer(open.form, voice));
  return {
    id: draft.id,
    close() {
      voice.stop();
      open.close();
    },
  };
}

function offer(form, voice) {
  for (const button of form.querySelectorAll("[data-speak]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const words = [...button.closest("[data-screen]").querySelectorAll(SPOKEN)].map(({ textContent }) => textContent.trim());
      voice.say(words.join(". "));
    });
  }
  form.addEventListener("click", ({ target }) => target.closest("[data-speak]") ?? voice.stop());
}
