/* One interview on the server's page: asked one screen at a time (interview/asking.js), kept for a reload, and sent
   as the form it is. The form works without this module as one long page. */

import { ask } from "./interview/asking.js";
import { deliver } from "./interview/delivery.js";
import * as drafts from "./interview/drafts.js";

const received = document.querySelector("[data-received]");
if (received) drafts.drop(received.dataset.received);
const form = document.querySelector("form[data-interview]");
if (form) interview(form);

function interview(form) {
  const field = form.elements;
  const screens = [...form.querySelectorAll("[data-screen]")];
  const complaints = form.querySelector("[data-complaints]");
  const trouble = form.querySelector("[data-trouble]");
  let begun = Date.now();

  const id = () => field.response_id.value;
  const at = (hash) => Math.max(0, screens.findIndex((screen) => `#${screen.id}` === hash));

  // The draft

  function values() {
    const { csrf_token, ...kept } = Object.fromEntries(new FormData(form));
    return kept;
  }

  function keep() {
    drafts.write(id(), { values: values(), ...asked.position(), begun });
  }

  function restore(draft) {
    for (const [name, value] of Object.entries(draft.values)) if (field[name]) field[name].value = value;
    begun = draft.begun;
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
      asked.go(`#${draft.screen}`, draft.furthest);
    });
    box.hidden = false;
  }

  async function send() {
    // The server gave the start; the length is this device's, so that a wrong clock does no harm.
    const finished = Date.parse(field.started_at.value) + Math.max(0, Date.now() - begun);
    field.finished_at.value = new Date(finished).toISOString();
    keep();
    return (await deliver(form)) ? "" : trouble.dataset.unreachable;
  }

  window.addEventListener("pageshow", (event) => {
    form.querySelector("[data-send]").disabled = false;
    if (event.persisted && !drafts.read(id())) location.reload(); // already received
  });

  // Begin: with the server's complaints, where the draft was left, or afresh

  function firstScreen(draft) {
    if (!complaints) return draft ? at(location.hash) : 0;
    const wrong = form.querySelector("[data-error-of]:not([hidden])");
    const link = complaints.querySelector("a[href^='#']");
    if (wrong) return screens.indexOf(wrong.closest("[data-screen]"));
    return link ? at(link.hash) : screens.length - 1;
  }

  const draft = complaints ? null : draftOfThisPlace(history.state?.draft);
  if (draft) restore(draft);
  const asked = ask(form, {
    draft: id,
    keep,
    send,
    moved: () => complaints && (complaints.hidden = true),
    first: firstScreen(draft),
    furthest: complaints ? screens.length - 1 : (draft?.furthest ?? 0),
    depth: draft ? history.state.depth : 0,
  });
  if (!draft && !complaints) offerLeft();
}
