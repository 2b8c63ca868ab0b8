/* One interview in one document: one screen at a time, no network until it is sent.

   The form works without this module as one long page. The browser's history is the truth about the screen
   (#pertanyaan-3), so that Back goes to the previous question; its state names the draft, so that a reload finds
   what was answered. */

import { deliver } from "./interview/delivery.js";
import * as drafts from "./interview/drafts.js";
import { ageProblem, prepareAge, showDependents, tell } from "./interview/profile.js";

const DOUBLE_TAP = 350; // ms; the second tap of a trembling thumb must not answer the next question

const received = document.querySelector("[data-received]");
if (received) drafts.drop(received.dataset.received);
const form = document.querySelector("form[data-interview]");
if (form) interview(form);

function interview(form) {
  const field = form.elements;
  const screens = [...form.querySelectorAll("[data-screen]")];
  const questions = screens.filter((screen) => screen.dataset.screen === "question");
  const last = screens.length - 1;
  const pageTitle = document.title;
  const complaints = form.querySelector("[data-complaints]");
  const trouble = form.querySelector("[data-trouble]");
  const send = form.querySelector("[data-send]");
  let current = 0;
  let furthest = 0;
  let shownAt = 0;
  let begun = Date.now();
  let returning = false; // came from the review to one question, and goes back to the review
  let arrowed = false; // ↑ or ↓ moves the choice: looking, not yet answering

  const id = () => field.response_id.value;
  const at = (hash) => Math.max(0, screens.findIndex((screen) => `#${screen.id}` === hash));
  const chosen = (screen) => screen.querySelector(".question input:checked");

  function show(index, { focus = true } = {}) {
    current = index;
    furthest = Math.max(furthest, index);
    shownAt = performance.now();
    screens.forEach((screen, place) => (screen.hidden = place !== index));
    document.title = `${screens[index].dataset.title} · ${pageTitle}`;
    mark();
    if (index === last) review();
    window.scrollTo(0, 0);
    if (focus) screens[index].focus({ preventScroll: true });
  }

  function mark() {
    screens[current].classList.toggle("is-answered", Boolean(chosen(screens[current])));
  }

  function go(index) {
    if (complaints) complaints.hidden = true;
    history.pushState({ draft: id(), depth: (history.state?.depth ?? 0) + 1 }, "", `#${screens[index].id}`);
    show(index);
    keep();
  }

  function back() {
    returning = false;
    if (history.state?.depth > 0) return history.back();
    if (current === 0) return;
    history.replaceState({ draft: id(), depth: 0 }, "", `#${screens[current - 1].id}`);
    show(current - 1);
  }

  function advance() {
    if (current === 0 && !ageIsFine()) return;
    const target = returning ? last : Math.min(current + 1, last);
    returning = false;
    if (target !== current) go(target);
  }

  function ageIsFine() {
    const problem = ageProblem(form);
    tell(form, "usia", problem);
    if (problem) field.usia.focus();
    return !problem;
  }

  function review() {
    const open = questions.filter((screen) => !chosen(screen)?.value);
    const answered = questions.length - open.length;
    const links = open.flatMap((screen, index) => {
      const link = document.createElement("a");
      link.href = `#${screen.id}`;
      link.textContent = `${screen.dataset.no} ${screen.dataset.unsur}`;
      return index ? [", ", link] : [link];
    });
    const line = form.querySelector("[data-review]");
    if (open.length) line.replaceChildren(`${answered} dari ${questions.length} dijawab. Tidak dijawab: `, ...links);
    else line.replaceChildren(`Semua ${questions.length} pertanyaan dijawab.`);
    line.hidden = false;
    trouble.hidden = true;
    return answered;
  }

  // The draft

  function values() {
    const { csrf_token, ...kept } = Object.fromEntries(new FormData(form));
    return kept;
  }

  function keep() {
    drafts.write(id(), { values: values(), screen: screens[current].id, furthest, begun });
  }

  function restore(draft) {
    for (const [name, value] of Object.entries(draft.values)) if (field[name]) field[name].value = value;
    ({ begun, furthest } = draft);
    showDependents(form);
  }

  /** Return a draft of this layanan, titik and questionnaire, or null. */
  function draftOfThisPlace(draftId) {
    const place = ({ layanan_id, titik_id, questionnaire_id }) => [layanan_id, titik_id, questionnaire_id].join();
    const draft = draftId && drafts.read(draftId);
    return draft?.values && place(draft.values) === place(values()) ? draft : null;
  }

  /** Offer an interview that was left before it was sent: a telephone call, an expired session. */
  function offerLeft() {
    const left = drafts.ids().filter((other) => other !== id() && draftOfThisPlace(other));
    if (!left.length) return;
    const box = form.querySelector("[data-resume]");
    const draft = drafts.read(left[0]);
    const time = new Date(draft.begun).toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" });
    box.querySelector("[data-resume-time]").textContent = time.replace(":", ".");
    box.querySelector("[data-resume-drop]").addEventListener("click", () => {
      left.forEach(drafts.drop);
      box.hidden = true;
    });
    box.querySelector("[data-resume-go]").addEventListener("click", () => {
      drafts.drop(id());
      restore(draft);
      box.hidden = true;
      go(at(`#${draft.screen}`));
    });
    box.hidden = false;
  }

  function changed(input) {
    tell(form, input.name, "");
    showDependents(form);
    keep();
  }

  // Taps, keys, sending

  form.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link) {
      event.preventDefault();
      returning = current === last;
      return go(at(link.hash));
    }
    if (event.target.closest("[data-back]")) return back();
    if (event.target.closest("[data-next]")) return advance();
    if (!event.target.matches(".question input")) return;
    if (event.detail > 1 && performance.now() - shownAt < DOUBLE_TAP) return event.preventDefault();
    changed(event.target);
    mark();
    if (!arrowed) advance();
  });

  form.addEventListener("input", (event) => {
    if (!event.target.matches(".question input")) changed(event.target);
  });

  document.addEventListener("keyup", () => (arrowed = false));
  document.addEventListener("keydown", (event) => {
    arrowed = event.key === "ArrowUp" || event.key === "ArrowDown";
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest(".box, .step-value, .strip")) return;
    const act = keyAct(screens[current], event);
    if (!act) return;
    event.preventDefault();
    if (!event.repeat) act();
  });

  function keyAct(screen, { key, target }) {
    if (key === "ArrowLeft" && current > 0) return back;
    if (screen.dataset.screen !== "question") return null;
    const input = /^[1-4]$/.test(key) && screen.querySelector(`input[value="${key}"]`);
    if (input) return () => input.click();
    const onward = key === "ArrowRight" || (key === "Enter" && target.matches(".question input"));
    return onward && (chosen(screen) || furthest > current) ? advance : null;
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (current !== last) return advance(); // Enter in a field of an earlier screen
    if (send.disabled) return;
    if (!review()) return complain(trouble.dataset.nothing);
    send.disabled = true;
    // The server gave the start; the length is this device's, so that a wrong clock does no harm.
    const finished = Date.parse(field.started_at.value) + Math.max(0, Date.now() - begun);
    field.finished_at.value = new Date(finished).toISOString();
    keep();
    if (!(await deliver(form))) complain(trouble.dataset.unreachable);
  });

  function complain(message) {
    trouble.textContent = message;
    trouble.hidden = false;
    send.disabled = false;
  }

  window.addEventListener("popstate", () => {
    returning = false;
    show(at(location.hash));
  });
  window.addEventListener("pageshow", (event) => {
    send.disabled = false;
    if (event.persisted && !drafts.read(id())) location.reload(); // already received
  });

  // Begin: with the server's complaints, where the draft was left, or afresh

  function firstScreen(draft) {
    if (!complaints) return draft ? at(location.hash) : 0;
    const wrong = form.querySelector("[data-error-of]:not([hidden])");
    const link = complaints.querySelector("a[href^='#']");
    if (wrong) return screens.indexOf(wrong.closest("[data-screen]"));
    return link ? at(link.hash) : last;
  }

  for (const part of form.querySelectorAll("[data-live]")) part.hidden = false;
  form.classList.add("is-live");
  prepareAge(form, changed);
  const draft = complaints ? null : draftOfThisPlace(history.state?.draft);
  if (draft) restore(draft);
  showDependents(form);
  const first = firstScreen(draft);
  if (complaints) furthest = last;
  const address = location.pathname + location.search + (first ? `#${screens[first].id}` : "");
  history.replaceState({ draft: id(), depth: draft ? history.state.depth : 0 }, "", address);
  show(first, { focus: false });
  if (!draft && !complaints) offerLeft();
}
