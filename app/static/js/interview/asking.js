/* Asking a questionnaire: one screen of the form at a time, by taps or by keys, and no network in between.

   The same on the server's page, in the petugas's app and when the phone is handed over. The browser's history is
   the truth about the screen (#pertanyaan-3), so that Back goes to the previous question; its state names the draft
   and counts the steps. What is kept, and how it is sent, is the caller's. */

import { ageProblem, prepareAge, showDependents, tell } from "./profile.js";

const DOUBLE_TAP = 350; // ms; the second tap of a trembling thumb must not answer the next question
const ALL = "Semua {total} pertanyaan dijawab."; // the page may have its own words (data-all, data-some)
const SOME = "{n} dari {total} dijawab. Tidak dijawab: ";

/**
 * Show `form` screen by screen, from `first` on.
 *
 *   draft()       the id that the history's state carries
 *   keep()        something was answered, or the screen changed
 *   moved()       a screen was left by tapping
 *   leave()       Back on the first screen; without it Back stays there
 *   send()        the last button, when at least one question is answered; may return words to complain with
 *   signal        ends it: listeners of the document and the window go
 */
export function ask(form, { draft, keep, send, moved, leave, first = 0, furthest = first, depth = 0, focus = false, signal }) {
  const screens = [...form.querySelectorAll("[data-screen]")];
  const questions = screens.filter((screen) => screen.dataset.screen === "question");
  const last = screens.length - 1;
  const pageTitle = document.title;
  const trouble = form.querySelector("[data-trouble]");
  const button = form.querySelector("[data-send]");
  let current = first;
  let shownAt = 0;
  let returning = false; // came from the review to one question, and goes back to the review
  let arrowed = false; // ↑ or ↓ moves the choice: looking, not yet answering

  const find = (hash) => screens.findIndex((screen) => `#${screen.id}` === hash);
  const chosen = (screen) => screen.querySelector(".question input:checked");

  function show(index, { focused = true } = {}) {
    current = index;
    furthest = Math.max(furthest, index);
    shownAt = performance.now();
    screens.forEach((screen, place) => (screen.hidden = place !== index));
    document.title = `${screens[index].dataset.title} · ${pageTitle}`;
    mark();
    if (index === last) review();
    window.scrollTo(0, 0);
    if (focused) screens[index].focus({ preventScroll: true });
  }

  function mark() {
    screens[current].classList.toggle("is-answered", Boolean(chosen(screens[current])));
  }

  function go(index) {
    moved?.();
    history.pushState({ draft: draft(), depth: (history.state?.depth ?? 0) + 1 }, "", `#${screens[index].id}`);
    show(index);
    keep();
  }

  function back() {
    returning = false;
    if (current === 0) return leave?.();
    if (history.state?.depth > 0) return history.back();
    history.replaceState({ draft: draft(), depth: 0 }, "", `#${screens[current - 1].id}`);
    show(current - 1);
  }

  function advance() {
    if (screens[current].dataset.screen === "profile" && !ageIsFine()) return;
    const target = returning ? last : Math.min(current + 1, last);
    returning = false;
    if (target !== current) go(target);
  }

  function ageIsFine() {
    const problem = ageProblem(form);
    tell(form, "usia", problem);
    if (problem) form.elements.usia.focus();
    return !problem;
  }

  /** Say on the last screen what was left out, each as a way back to it; return how many are answered. */
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
    const say = (words) => words.replace("{n}", answered).replace("{total}", questions.length);
    if (open.length) line.replaceChildren(say(line.dataset.some ?? SOME), ...links);
    else line.replaceChildren(say(line.dataset.all ?? ALL));
    line.hidden = false;
    trouble.hidden = true;
    return answered;
  }

  function changed(input) {
    tell(form, input.name, "");
    showDependents(form);
    keep();
  }

  async function finish() {
    if (button.disabled) return;
    if (!review()) return complain(trouble.dataset.nothing);
    button.disabled = true;
    const problem = await send();
    if (problem) complain(problem);
  }

  function complain(message) {
    trouble.textContent = message;
    trouble.hidden = false;
    button.disabled = false;
  }

  form.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link && find(link.hash) >= 0) {
      event.preventDefault();
      returning = current === last;
      return go(find(link.hash));
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

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (current === last) finish();
    else advance(); // Enter in a field of an earlier screen
  });

  document.addEventListener("keyup", () => (arrowed = false), { signal });
  document.addEventListener("keydown", pressed, { signal });
  window.addEventListener("popstate", () => {
    returning = false;
    if (find(location.hash) >= 0) show(find(location.hash));
  }, { signal });

  function pressed(event) {
    arrowed = event.key === "ArrowUp" || event.key === "ArrowDown";
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest(".box, .step-value, .strip")) return;
    const act = keyAct(screens[current], event);
    if (!act) return;
    event.preventDefault();
    if (!event.repeat) act();
  }

  function keyAct(screen, { key, target }) {
    if (key === "ArrowLeft" && current > 0) return back;
    if (screen.dataset.screen !== "question") return null;
    const input = /^[1-4]$/.test(key) && screen.querySelector(`input[value="${key}"]`);
    if (input) return () => input.click();
    const onward = key === "ArrowRight" || (key === "Enter" && target.matches(".question input"));
    return onward && (chosen(screen) || furthest > current) ? advance : null;
  }

  for (const part of form.querySelectorAll("[data-live]")) part.hidden = false;
  form.classList.add("is-live");
  prepareAge(form, changed);
  showDependents(form);
  history.replaceState({ draft: draft(), depth }, "", `#${screens[first].id}`);
  show(first, { focused: focus });

  return {
    go(hash, reached = 0) {
      furthest = Math.max(furthest, reached);
      showDependents(form);
      go(Math.max(0, find(hash)));
    },
    position: () => ({ screen: screens[current].id, furthest }),
  };
}
