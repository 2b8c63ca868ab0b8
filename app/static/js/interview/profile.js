/* The fields about the respondent: age by − and + or by typing, and parts that depend on other fields. */

const FIRST_AGE = 35; // where − and + begin; typing is the quick way
const HOLD_DELAY = 400; // ms before a held − or + repeats
const HOLD_STEP = 70; // ms

/** Wake the age field. `changed(input)` is told of every change that is not typed. */
export function prepareAge(form, changed) {
  const box = form.querySelector("[data-age]");
  if (!box) return;
  const input = form.elements.usia;
  const set = (value) => {
    input.value = value;
    changed(input);
  };
  for (const button of box.querySelectorAll("[data-step]")) {
    repeatWhileHeld(button, () => set(stepped(input.value, +button.dataset.step, box.dataset)));
    button.hidden = false;
  }
  const decline = box.querySelector("[data-age-decline]");
  decline.hidden = false;
  decline.addEventListener("click", () => {
    set("");
    decline.setAttribute("aria-pressed", "true");
  });
}

function stepped(text, by, { min, max }) {
  const now = Number.parseInt(text, 10);
  return Number.isNaN(now) ? FIRST_AGE : Math.min(Math.max(now + by, min), max);
}

function repeatWhileHeld(button, act) {
  let timer;
  const again = () => {
    act();
    timer = setTimeout(again, HOLD_STEP);
  };
  button.addEventListener("click", act);
  button.addEventListener("pointerdown", () => (timer = setTimeout(again, HOLD_DELAY)));
  for (const end of ["pointerup", "pointerleave", "pointercancel"]) button.addEventListener(end, () => clearTimeout(timer));
}

/** Return what is wrong with the age in the server's words, or "". */
export function ageProblem(form) {
  const text = form.elements.usia?.value.trim();
  if (!text) return "";
  const { min, max, tooYoung, tooOld, notANumber } = form.querySelector("[data-age]").dataset;
  if (!/^\d+$/.test(text)) return notANumber;
  if (+text < min) return tooYoung;
  return +text > max ? tooOld : "";
}

/** Show the text beside "Lainnya", the saran's length, and whether an age is given. */
export function showDependents(form) {
  for (const part of form.querySelectorAll("[data-shown-with]")) {
    const [name, value] = part.dataset.shownWith.split("=");
    part.hidden = form.elements[name].value !== value;
  }
  const { saran, usia } = form.elements;
  const count = form.querySelector("[data-count]");
  const words = count.dataset.words ?? "{n} dari {most} huruf";
  count.textContent = words.replace("{n}", saran.value.length).replace("{most}", saran.maxLength);
  count.hidden = !saran.value;
  if (!usia) return;
  form.querySelector("[data-age]").classList.toggle("has-age", Boolean(usia.value));
  if (usia.value) form.querySelector("[data-age-decline]").setAttribute("aria-pressed", "false");
}

/** Put a message beside a field, or take it away. */
export function tell(form, name, message) {
  const line = form.querySelector(`[data-error-of="${name}"]`);
  if (!line) return;
  line.textContent = message;
  line.hidden = !message;
  const input = document.getElementById(name);
  if (message) input?.setAttribute("aria-invalid", "true");
  else input?.removeAttribute("aria-invalid");
}
