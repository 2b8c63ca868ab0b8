/* Latihan: the real screens with how to ask beside them, then a short check. Nothing is kept but that it was passed. */

import { ask } from "../../interview/asking.js";
import { formOf } from "../form.js";
import { clone, fill } from "../ui.js";
import { day } from "../words.js";

const PASSES = 80; // percent

const questionnaireOf = ({ questionnaire, enrolment }) => questionnaire ?? enrolment?.data?.questionnaires[0] ?? null;

export const training = {
  title: "Latihan",
  tab: "latihan",
  live: true,
  draw(app, at) {
    const { person, passed } = app.world;
    const words = passed ? `Anda lulus uji singkat pada ${day(passed.finished_at)}, nilai ${passed.score}.` : person.trained ? "Anda sudah lulus uji singkat." : "";
    at.append(fill(clone("layar-latihan"), { passed: words, ready: Boolean(questionnaireOf(app.world)) }));
  },
};

export const practice = {
  title: "Latihan",
  form: true,
  open: (app) => (questionnaireOf(app.world) ? "praktik" : "latihan"),
  draw(app, at) {
    document.body.classList.add("is-training");
    const over = new AbortController();
    const form = formOf({ questionnaire: questionnaireOf(app.world), internal: app.world.place?.layanan.internal, values: {} });
    const screens = [...form.querySelectorAll("[data-screen]")];
    const tips = clone("cara-bertanya").querySelectorAll("[data-tip]");
    screens.forEach((screen, place) => screen.prepend(tips[Math.min(place, tips.length - 1)].cloneNode(true)));
    at.replaceChildren(form);
    ask(form, {
      draft: () => "latihan",
      keep: () => {},
      send: async () => app.router.leave("uji"),
      leave: () => app.router.leave("latihan"),
      focus: true,
      signal: over.signal,
    });
    const ids = screens.map(({ id }) => id);
    return { close: () => over.abort(), owns: (name) => ids.includes(name), keeps: () => true };
  },
};

export const check = {
  title: "Uji singkat",
  form: true,
  open: (app) => (questionnaireOf(app.world) ? "uji" : "latihan"),
  draw(app, at) {
    document.body.classList.add("is-training");
    at.append(clone("layar-uji"));
    const form = at.querySelector("[data-quiz]");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      judge(app, form);
    });
    window.scrollTo(0, 0);
    form.focus({ preventScroll: true });
    return { keeps: () => true };
  },
};

async function judge(app, form) {
  const all = [...form.querySelectorAll("[data-right]")];
  const problem = form.querySelector("[data-quiz-problem]");
  const open = all.filter((one) => !one.querySelector("input:checked"));
  problem.textContent = `${open.length} pertanyaan belum dijawab.`;
  problem.hidden = !open.length;
  if (open.length) return open[0].querySelector("input").focus();
  const right = all.filter((one) => one.querySelector("input:checked").value === one.dataset.right);
  for (const one of all) explain(one, right.includes(one));
  const score = Math.round((right.length / all.length) * 100);
  const result = form.querySelector("[data-quiz-result]");
  result.textContent = score >= PASSES ? `Lulus: ${right.length} dari ${all.length} benar.` : `${right.length} dari ${all.length} benar. Baca penjelasannya, lalu ulangi.`;
  result.classList.toggle("is-passed", score >= PASSES);
  result.hidden = false;
  form.querySelector("[data-quiz-send]").hidden = true;
  form.querySelector("[data-act='quiz-again']").hidden = score >= PASSES;
  result.scrollIntoView({ block: "center" });
  if (score < PASSES) return;
  await app.training.pass(app.world.person.id, score);
  app.refresh();
}

function explain(one, right) {
  one.querySelector("[data-why]").hidden = false;
  one.querySelector("[data-right-mark]").hidden = !right;
  one.querySelector("[data-wrong-mark]").hidden = right;
  for (const input of one.querySelectorAll("input")) input.disabled = true;
}
