/* For which OPD this device is set up, by which token, and the last that the server said about it: people, places,
   surveys, questionnaires. One enrolment an OPD; a new token takes the place of the old one, the queue stays. */

import { asked } from "./database.js";
import { get, post } from "./server.js";

export const GONE = "pergi:"; // setting: this person signed out of this device, until they are enrolled again

export function enrolments({ db, settings }) {
  let known = []; // as read last: what waits in an emergency is sent also while the browser reads nothing

  async function all() {
    known = await db.read(["enrolments"], ({ enrolments }) => asked(enrolments.getAll())).catch(() => known);
    return known;
  }

  function change(opd, values) {
    return db.write(["enrolments"], async ({ enrolments }) => {
      const before = await asked(enrolments.get(opd));
      if (before || values.token) enrolments.put({ data: null, ...before, ...values, opd });
    });
  }

  /** Set this device up by an answer of the server, and make its person the one who records. */
  async function keep({ token, device_id, person, opd }) {
    await change(opd, { token, device_id, refused_at: null, etag: "" });
    await settings.set(GONE + person, undefined);
    await settings.set("petugas", person);
    return { person, opd };
  }

  /** Enrol whoever is signed in on the server; null when nobody is, or not a petugas. */
  async function enrolSignedIn({ csrf, label }) {
    const living = (await all()).find(({ refused_at }) => !refused_at);
    const answer = await post("/isi/perangkat", { token: living?.token ?? null, label }, { "X-CSRFToken": csrf });
    return answer.ok ? keep(await answer.json()) : null;
  }

  /** Ask for news of every OPD; what was heard last stays when nobody answers. Return whether any server answered. */
  async function refresh() {
    let answered = false;
    for (const enrolment of await all()) {
      const answer = await get("/isi/data", { Authorization: `Bearer ${enrolment.token}`, "If-None-Match": enrolment.etag });
      if (!answer) continue;
      answered = true;
      await heard(enrolment.opd, answer);
      if (answer.status === 304) await change(enrolment.opd, { fetched_at: Date.now() });
      if (answer.status !== 200) continue;
      const data = await answer.json();
      await change(enrolment.opd, { data, etag: answer.headers.get("ETag") ?? "", fetched_at: Date.now() });
    }
    return answered;
  }

  /** Remember that a token is not accepted any more, or is again. */
  async function heard(opd, { status }) {
    const enrolment = (await all()).find((each) => each.opd === opd);
    const refused = status === 401;
    if (enrolment && refused !== Boolean(enrolment.refused_at)) {
      await change(opd, { refused_at: refused ? Date.now() : null });
    }
  }

  /** Return with whose token each OPD's entries may be sent. */
  async function lanes({ now = false } = {}) {
    const willing = (await all()).filter(({ refused_at }) => now || !refused_at);
    return willing.map(({ opd, token }) => ({ lane: opd, headers: { Authorization: `Bearer ${token}` } }));
  }

  return { all, keep, enrolSignedIn, refresh, heard, lanes };
}
