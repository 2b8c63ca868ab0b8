/* The public form behind a link: asked one screen at a time (interview/asking.js), kept in this browser, and sent when
   there is a network. Every page of the link sends what an earlier visit could not. Without this module the form is one
   long page that works. */

import { ask } from "./interview/asking.js";
import { aids } from "./public/aids.js";
import { send } from "./public/sending.js";
import { slot } from "./public/slot.js";
import { wait } from "./public/waiting.js";

const main = document.querySelector("main");
const content = main.querySelector("[data-content]");
const form = main.querySelector("form[data-public]");
const { code, action } = main.dataset;

aids();
if (code) begin(slot(code));

function begin(here) {
  const received = main.querySelector("[data-received]")?.dataset.received;
  if (received && here.read()?.id === received) here.drop();
  const kept = here.read();
  if (kept?.waiting) deliver(here, kept, true);
  else if (form) answer(here, kept);
}

// Asking

function answer(here, kept) {
  const field = form.elements;
  const screens = [...form.querySelectorAll("[data-screen]")];
  const complaints = form.querySelector("[data-complaints]");
  const id = () => field.response_id.value;
  const at = (screen) => Math.max(0, screens.findIndex(({ id }) => id === screen));
  const draft = !complaints && kept?.values.questionnaire_id === field.questionnaire_id.value ? kept : null;
  if (draft) fill(draft.values);
  const begun = kept?.id === id() ? kept.begun : Date.now();

  const present = () => ({ id: id(), values: values(), ...asked.position(), begun, at: Date.now() });

  function keep() {
    const stored = here.write(present());
    for (const word of form.querySelectorAll("[data-kept]")) word.hidden = !stored;
  }

  async function finish() {
    field.lama.value = Math.max(0, Math.round((Date.now() - begun) / 1000));
    const words = form.querySelector("[data-send-words]");
    const [before, button] = [words.textContent, words.closest("button")];
    words.textContent = button.dataset.sending;
    await deliver(here, { ...present(), waiting: true });
    words.textContent = before;
    button.disabled = false;
  }

  function firstScreen() {
    if (!complaints) return draft ? at(draft.screen) : 0;
    const wrong = form.querySelector("[data-error-of]:not([hidden])");
    return wrong ? screens.indexOf(wrong.closest("[data-screen]")) : screens.length - 1;
  }

  const asked = ask(form, {
    draft: id,
    keep,
    send: finish,
    moved: () => complaints && (complaints.hidden = true),
    first: firstScreen(),
    furthest: complaints ? screens.length - 1 : (draft?.furthest ?? 0),
    depth: draft ? (history.state?.depth ?? 0) : 0,
  });

  followScreens(screens);
  // Received in another tab, or this page came back from the browser's memory after its answer was received.
  window.addEventListener("storage", ({ key, newValue }) => key === here.key && !newValue && location.reload());
  window.addEventListener("pageshow", ({ persisted }) => persisted && !here.read() && location.reload());
}

/** The body says which kind of screen is shown: a question needs the room of the bar. */
function followScreens(screens) {
  const tell = () => (document.body.dataset.at = screens.find(({ hidden }) => !hidden).dataset.screen);
  const watcher = new MutationObserver(tell);
  for (const screen of screens) watcher.observe(screen, { attributeFilter: ["hidden"] });
  tell();
}

function values() {
  return Object.fromEntries(new FormData(form));
}

function fill(kept) {
  for (const [name, value] of Object.entries(kept)) if (name !== "bahasa" && form.elements[name]) form.elements[name].value = value;
}

// Sending

/** Send a finished answer; until the server has it, the page says where it is. */
async function deliver(here, kept, later = false) {
  const saved = here.write(kept);
  const attempt = () => send(action, kept.values);
  const settled = (outcome) => settle(here, kept, outcome);
  // What an earlier visit left says so at once; what was just finished is nearly always received in a moment.
  const first = later ? { state: "later", reason: "sending" } : await attempt();
  if (settled(first)) return;
  const box = main.querySelector("[data-waiting]");
  content.hidden = true;
  box.hidden = false;
  delete document.body.dataset.at;
  window.scrollTo(0, 0);
  box.focus({ preventScroll: true });
  const again = wait(box, { first, saved, at: kept.at, attempt, settled, discard: () => (here.drop(), location.reload()) });
  if (later) again();
}

/** Return whether the outcome ends the matter. */
function settle(here, kept, outcome) {
  if (outcome.state === "received") showReceipt(here, outcome);
  else if (outcome.state === "wrong" && form) sendAsPage(here, kept);
  else return false;
  return true;
}

function showReceipt(here, { html, url }) {
  here.drop();
  const received = document.createElement("div");
  delete document.body.dataset.at;
  received.innerHTML = html;
  main.replaceChildren(received);
  history.replaceState(null, "", url);
  document.title = received.querySelector("h1").textContent;
  received.tabIndex = -1;
  window.scrollTo(0, 0);
  received.focus({ preventScroll: true });
}

/** The server has something to say about a field: let it say it, on its own page with everything that was typed. */
function sendAsPage(here, kept) {
  here.write({ ...kept, waiting: false });
  fill(kept.values);
  form.submit();
}
