/* One interview in one document: one screen at a time, no network until it is sent.

   The form works without this module as one long page. The browser's history is the truth about the screen
   (#pertanyaan-3), so that Back goes to the previous question; its state names the draft, so that a reload finds
   what was answered. `deliver` is the only place that knows how an interview leaves the device. */

const KEY = "potret:wawancara:";
const DOUBLE_TAP = 350; // ms; a second tap of a trembling thumb must not answer the next question
const PROBE_TIMEOUT = 6000; // ms
const HOLD_DELAY = 400; // ms before a held − or + repeats
const HOLD_STEP = 70; // ms
const FIRST_AGE = 35; // where − and + begin; typing is the quick way

const drafts = {
  read(id) {
    try {
      return JSON.parse(sessionStorage.getItem(KEY + id));
    } catch {
      return null;
    }
  },
  write(id, draft) {
    try {
      sessionStorage.setItem(KEY + id, JSON.stringify(draft));
    } catch {
      // Full or forbidden: answering goes on, only a reload would forget.
    }
  },
  drop(id) {
    try {
      sessionStorage.removeItem(KEY + id);
    } catch {
      // Nothing was kept, so nothing is left behind.
    }
  },
  ids() {
    try {
      return Object.keys(sessionStorage).filter((key) => key.startsWith(KEY)).map((key) => key.slice(KEY.length));
    } catch {
      return [];
    }
  },
};

const received = document.querySelector("[data-received]");
if (received) drafts.drop(received.dataset.received);
const form = document.querySelector("form[data-interview]");
if (form) interview(form);

function interview(form) {
  const field = form.elements;
  const screens = [...form.querySelectorAll("[data-screen]")];
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
  let arrowed = false; // the choice moved by ↑ or ↓: looking, not yet answering

  // --- screens -------------------------------------------------------------------------------------------------

  function show(index, { focus = true } = {}) {
    current = index;
    furthest = Math.max(furthest, index);
    shownAt = performance.now();
    screens.forEach((screen, at) => (screen.hidden = at !== index));
    document.title = `${screens[index].dataset.title} – ${pageTitle}`;
    mark();
    if (index === last) review();
    window.scrollTo(0, 0);
    if (focus) screens[index].focus({ preventScroll: true });
  }

  function go(index) {
    if (complaints) complaints.hidden = true;
    const depth = (history.state?.depth ?? 0) + 1;
    history.pushState({ draft: field.response_id.value, depth }, "", `#${screens[index].id}`);
    show(index);
    keep();
  }

  function back() {
    returning = false;
    if (history.state?.depth > 0) return history.back();
    if (current === 0) return;
    history.replaceState({ draft: field.response_id.value, depth: 0 }, "", `#${screens[current - 1].id}`);
    show(current - 1);
  }

  function advance() {
    if (screens[current].dataset.screen === "profile" && !checkAge()) return;
    const target = returning ? last : Math.min(current + 1, last);
    returning = false;
    if (target !== current) go(target);
  }

  function at(hash) {
    return Math.max(0, screens.findIndex((screen) => `#${screen.id}` === hash));
  }

  // --- answers -------------------------------------------------------------------------------------------------

  function answered(screen) {
    return screen.querySelector(".question input:checked");
  }

  function mark() {
    screens[current].classList.toggle("is-answered", Boolean(answered(screens[current])));
  }

  function unanswered() {
    return screens.filter((screen) => screen.dataset.screen === "question" && !answered(screen)?.value);
  }

  function review() {
    const line = form.querySelector("[data-review]");
    const open = unanswered();
    const links = open.flatMap((screen, index) => {
      const link = document.createElement("a");
      link.href = `#${screen.id}`;
      link.textContent = `${screen.dataset.no} ${screen.dataset.unsur}`;
      return index ? [", ", link] : [link];
    });
    const total = screens.length - 2;
    if (open.length) line.replaceChildren(`${total - open.length} dari ${total} dijawab. Tidak dijawab: `, ...links);
    else line.replaceChildren(`Semua ${total} pertanyaan dijawab.`);
    line.hidden = false;
    if (open.length < total) trouble.hidden = true;
  }

  // --- the draft -----------------------------------------------------------------------------------------------

  function values() {
    const { csrf_token, ...kept } = Object.fromEntries(new FormData(form));
    return kept;
  }

  function place({ layanan_id, titik_id, questionnaire_id }) {
    return [layanan_id, titik_id, questionnaire_id].join();
  }

  function keep() {
    drafts.write(field.response_id.value, { values: values(), screen: screens[current].id, furthest, begun });
  }

  function restore(draft) {
    for (const [name, value] of Object.entries(draft.values)) if (field[name]) field[name].value = value;
    begun = draft.begun;
    furthest = draft.furthest;
    dependents();
  }

  function mine(id) {
    const draft = drafts.read(id);
    return draft?.values && place(draft.values) === place(values()) ? draft : null;
  }

  /** Offer an interview that was left, by a telephone call or an expired session, before it was sent. */
  function offerLeft() {
    const left = drafts.ids().filter((id) => id !== field.response_id.value && mine(id));
    const box = form.querySelector("[data-resume]");
    if (!left.length) return;
    const id = left.sort((one, other) => drafts.read(other).begun - drafts.read(one).begun)[0];
    const draft = drafts.read(id);
    const time = new Date(draft.begun).toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" });
    box.querySelector("[data-resume-time]").textContent = time.replace(":", ".");
    box.querySelector("[data-resume-drop]").addEventListener("click", () => {
      left.forEach(drafts.drop);
      box.hidden = true;
    });
    box.querySelector("[data-resume-go]").addEventListener("click", () => {
      drafts.drop(field.response_id.value);
      restore(draft);
      box.hidden = true;
      go(at(`#${draft.screen}`));
    });
    box.hidden = false;
  }

  // --- profile -------------------------------------------------------------------------------------------------

  const age = form.querySelector("[data-age]");

  function step(by) {
    const { min, max } = age.dataset;
    const now = field.usia.value === "" ? FIRST_AGE - by : Number.parseInt(field.usia.value, 10) || FIRST_AGE;
    field.usia.value = Math.min(Math.max(now + by, min), max);
    changed(field.usia);
  }

  function checkAge() {
    const text = field.usia?.value.trim();
    if (!text) return true;
    const { min, max, tooYoung, tooOld, notANumber } = age.dataset;
    const message = !/^\d+$/.test(text) ? notANumber : +text < min ? tooYoung : +text > max ? tooOld : "";
    tell("usia", message);
    if (message) field.usia.focus();
    return !message;
  }

  function tell(name, message) {
    const line = form.querySelector(`[data-error-of="${name}"]`);
    if (!line) return;
    line.textContent = message;
    line.hidden = !message;
    document.getElementById(name)?.toggleAttribute("aria-invalid", Boolean(message));
  }

  /** Show what depends on other fields: the text beside "Lainnya", the length of the saran, a declined age. */
  function dependents() {
    for (const part of form.querySelectorAll("[data-shown-with]")) {
      const [name, value] = part.dataset.shownWith.split("=");
      part.hidden = field[name].value !== value;
    }
    const count = form.querySelector("[data-count]");
    count.textContent = `${field.saran.value.length} dari ${field.saran.maxLength} huruf`;
    count.hidden = !field.saran.value;
    if (age && field.usia.value) age.querySelector("[data-age-decline]").setAttribute("aria-pressed", "false");
    age?.classList.toggle("has-age", Boolean(field.usia.value));
  }

  function changed(input) {
    tell(input.name, "");
    dependents();
    keep();
  }

  function hold(button) {
    let timer;
    const stop = () => clearTimeout(timer);
    const again = () => {
      step(+button.dataset.step);
      timer = setTimeout(again, HOLD_STEP);
    };
    button.addEventListener("pointerdown", () => (timer = setTimeout(again, HOLD_DELAY)));
    for (const end of ["pointerup", "pointerleave", "pointercancel"]) button.addEventListener(end, stop);
    button.addEventListener("click", () => step(+button.dataset.step));
  }

  // --- sending -------------------------------------------------------------------------------------------------

  /** Hand the interview over. Online: the form itself, after a look whether the server can be reached, since a
      browser's error page would take the screen away. Sending the same id twice does no harm. */
  async function deliver() {
    if (!(await reachable())) {
      complain("Belum terkirim: server tidak terjangkau. Jawaban tetap ada di layar ini; tekan lagi setelah ada jaringan.");
      return;
    }
    form.submit();
  }

  async function reachable() {
    const impatience = new AbortController();
    const timer = setTimeout(() => impatience.abort(), PROBE_TIMEOUT);
    try {
      await fetch(form.dataset.probe, { method: "HEAD", cache: "no-store", signal: impatience.signal });
      return true;
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  function complain(message) {
    trouble.textContent = message;
    trouble.hidden = false;
    send.disabled = false;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (current !== last) return advance(); // Enter in a field of an earlier screen
    if (send.disabled) return;
    if (unanswered().length === screens.length - 2) return complain(trouble.dataset.nothing);
    send.disabled = true;
    trouble.hidden = true;
    // The server gave the start; the length is this device's, so that a wrong clock does no harm.
    const length = Math.max(0, Date.now() - begun);
    field.finished_at.value = new Date(Date.parse(field.started_at.value) + length).toISOString();
    keep();
    deliver();
  });

  // --- taps and keys -------------------------------------------------------------------------------------------

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

  form.addEventListener("input", (event) => changed(event.target));

  document.addEventListener("keyup", () => (arrowed = false));
  document.addEventListener("keydown", (event) => {
    arrowed = event.key === "ArrowUp" || event.key === "ArrowDown";
    const typing = event.target.closest(".box, .step-value, .strip");
    if (typing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const screen = screens[current];
    const question = screen.dataset.screen === "question";
    const choice = question && screen.querySelector(`.answers input[value="${CSS.escape(event.key)}"]`);
    if (choice) {
      if (!event.repeat) choice.click();
    } else if (event.key === "ArrowLeft" && screen.dataset.screen !== "profile") back();
    else if (event.key === "ArrowRight" && question) {
      if (answered(screen) || furthest > current) advance();
    } else if (event.key === "Enter" && event.target.matches(".question input")) {
      if (answered(screen)) advance();
    } else return;
    event.preventDefault();
  });

  // --- begin ---------------------------------------------------------------------------------------------------

  window.addEventListener("popstate", () => {
    returning = false;
    show(at(location.hash));
  });
  window.addEventListener("pageshow", (event) => {
    send.disabled = false;
    if (event.persisted && !drafts.read(field.response_id.value)) location.reload(); // already received
  });
  for (const part of form.querySelectorAll("[data-live], [data-step], [data-age-decline]")) part.hidden = false;
  for (const button of form.querySelectorAll("[data-step]")) hold(button);
  age?.querySelector("[data-age-decline]").addEventListener("click", (event) => {
    field.usia.value = "";
    event.currentTarget.setAttribute("aria-pressed", "true");
    changed(field.usia);
  });

  form.classList.add("is-live");
  const draft = complaints ? null : mine(history.state?.draft);
  if (draft) restore(draft);
  dependents();
  const wrong = form.querySelector("[data-error-of]:not([hidden])")?.closest("[data-screen]");
  const named = complaints?.querySelector("a[href^='#']")?.hash;
  const first = wrong ? screens.indexOf(wrong) : complaints ? (named ? at(named) : last) : draft ? at(location.hash) : 0;
  const depth = draft ? history.state.depth : 0;
  history.replaceState({ draft: field.response_id.value, depth }, "", first ? `#${screens[first].id}` : location.pathname + location.search);
  if (complaints) furthest = last;
  show(first, { focus: false });
  if (!draft && !complaints) offerLeft();
}
