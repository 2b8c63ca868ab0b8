/* The form of one interview, made from the shell's templates and the questionnaire that the device holds. */

import { clone } from "./ui.js";

const LONG = 90; // letters of a question from which it is set smaller, as on the server's page
const LONGEST = 110;

/** Return the filled form. `toRespondent`: the respondent reads it alone. */
export function formOf({ questionnaire, internal, values }, { toRespondent = false } = {}) {
  const part = clone("layar-wawancara");
  const form = part.querySelector("form");
  form.querySelector("[data-profile]").replaceWith(clone(internal ? "isian-internal" : "isian-masyarakat"));
  const { questions } = questionnaire;
  form.querySelector("[data-questions]").replaceWith(...questions.map((question) => screenOf(question, questions)));
  if (toRespondent) for (const words of form.querySelectorAll("[data-to-respondent]")) words.textContent = words.dataset.toRespondent;
  for (const [name, value] of Object.entries(values)) if (form.elements[name]) form.elements[name].value = value;
  return form;
}

/** Return what stands in the form now. */
export function valuesOf(form) {
  return Object.fromEntries(new FormData(form));
}

/** Return whether anything at all was said. */
export function anythingSaid(values) {
  return Object.values(values).some((value) => value !== "");
}

function screenOf({ no, code, unsur, text, options }, questions) {
  const total = questions.length;
  const screen = clone("pertanyaan").firstElementChild;
  screen.id = `pertanyaan-${no}`;
  Object.assign(screen.dataset, { no, unsur, title: `Pertanyaan ${no} dari ${total}` });
  screen.querySelector(".question-place strong").textContent = `Pertanyaan ${no} dari ${total}`;
  screen.querySelector(".question-place span").textContent = unsur;
  screen.querySelector(".progress").replaceChildren(...questions.map((each) => step(each.no, no)));
  const head = screen.querySelector(".question-text");
  head.textContent = text;
  head.id = `jawaban-${code}-teks`;
  if (text.length > LONG) head.classList.add(text.length > LONGEST ? "is-longest" : "is-long");
  screen.querySelector(".question").setAttribute("aria-labelledby", head.id);
  for (const input of screen.querySelectorAll("input")) input.name = `jawaban-${code}`;
  screen.querySelectorAll(".answer-words").forEach((words, place) => (words.textContent = options[place]));
  return screen;
}

function step(each, no) {
  const mark = document.createElement("i");
  if (each <= no) mark.className = each < no ? "is-done" : "is-current";
  return mark;
}
