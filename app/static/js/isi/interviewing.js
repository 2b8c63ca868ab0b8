/* One interview from the first tap to "tersimpan": a draft that is kept with every answer, and then an entry of the
   queue that nobody can change. With a petugas who asks, or with the phone handed over: the same. */

import { ask } from "../interview/asking.js";
import { formOf, valuesOf } from "./form.js";
import { about, payloadOf } from "./payload.js";

/** Return a new draft for the petugas's place; its id is the interview's for good. */
export function newDraft({ person, enrolment, place, survey, questionnaire }, collection) {
  return {
    petugas: person.id,
    opd: person.opd,
    id: crypto.randomUUID(),
    collection,
    survey_id: survey.id,
    layanan_id: place.layanan.id,
    titik_id: place.titik.id,
    names: { layanan: place.layanan.name, titik: place.titik.name, upp: place.upp.name },
    internal: place.layanan.internal,
    questionnaire,
    notice_version: enrolment.data.notice?.version ?? "",
    values: {},
    screen: "profil",
    furthest: 0,
    begun: Date.now(),
  };
}

/**
 * Show the draft's form in `place`.
 *
 *   leave(kept)     Back on the first screen; kept: whether there is anything to come back to
 *   done(draft)     it stands in the queue on the disk
 */
export function interview(app, place, draft, { toRespondent = false, leave, done }) {
  const over = new AbortController();
  const form = formOf(draft, { toRespondent });
  const ids = [...form.querySelectorAll("[data-screen]")].map(({ id }) => id);
  let kept = Object.keys(draft.values).length > 0;
  let ended = false;

  function keep() {
    const first = !kept;
    kept = true;
    Object.assign(draft, { values: valuesOf(form), ...asked.position() });
    app.drafts.put({ ...draft }).then((written) => (first || !written ? app.renew() : undefined));
  }

  async function send() {
    Object.assign(draft, { values: valuesOf(form) });
    const finished = Math.max(Date.now(), draft.begun);
    const entry = { id: draft.id, lane: draft.opd, payload: payloadOf(draft, finished), about: about(draft, finished) };
    try {
      await app.queue.save(entry, app.drafts.finishing(draft.petugas));
    } catch {
      app.sender.send({ now: true });
      return form.querySelector("[data-trouble]").dataset.unreachable;
    }
    ended = true;
    navigator.vibrate?.(30);
    done(draft);
    app.sender.send({ now: app.sender.standing.problem !== "server" });
    return "";
  }

  place.replaceChildren(form);
  const hash = location.hash.slice(1);
  const here = ids.includes(hash) ? hash : draft.screen;
  const asked = ask(form, {
    draft: () => draft.id,
    keep,
    send,
    leave: () => leave(kept),
    first: Math.max(0, ids.indexOf(here)),
    furthest: draft.furthest,
    depth: history.state?.draft === draft.id ? history.state.depth : 0,
    focus: true,
    signal: over.signal,
  });

  return {
    form,
    close: () => over.abort(),
    owns: (name) => ids.includes(name),
    here: () => asked.position().screen,
    /** An entry that only memory holds may have reached the server meanwhile: then the screen has nothing to keep. */
    keeps: () => !ended && !app.world.receipts.some(({ id }) => id === draft.id),
  };
}
