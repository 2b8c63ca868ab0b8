/* Everything a screen needs to know, read at once: who records here, where, how far they have come, what waits. */

import { GONE } from "./enrolments.js";
import { ATTENTION, WAITING } from "./queue.js";
import { isToday } from "./words.js";

/** Return the world as it is on this device now. */
export async function look({ enrolments, settings, drafts, queue }) {
  const [known, entries, receipts] = await Promise.all([enrolments.all(), queue.entries(), queue.receipts()]);
  const everybody = known.flatMap((enrolment) =>
    (enrolment.data?.people ?? []).map((person) => ({ ...person, opd: enrolment.opd })),
  );
  const marks = await settings.all(["petugas", "kunci", ...everybody.flatMap(({ id }) => [GONE + id, PLACE + id, PASSED + id])]).catch(() => ({}));
  const people = everybody.filter(({ id }) => !marks[GONE + id]);
  const person = people.find(({ id }) => id === marks.petugas) ?? (people.length === 1 ? people[0] : null);
  const enrolment = known.find(({ opd }) => opd === person?.opd) ?? known[0] ?? null;
  const own = ({ about }) => about.petugas === person?.id;
  return {
    known,
    enrolment,
    people,
    person,
    lock: marks.kunci ?? null,
    passed: marks[PASSED + person?.id] ?? null,
    refused: known.some(({ refused_at }) => refused_at),
    ...placeOf(person, enrolment?.data, marks),
    draft: await draftOf(person, { drafts, entries, receipts }),
    entries,
    mine: entries.filter(own),
    others: entries.filter((entry) => !own(entry)),
    receipts: receipts.filter(own),
    last_sent_at: receipts[0]?.sent_at ?? null,
  };
}

/** Return the person's draft, unless it was finished: then it is in the queue, or has its receipt. */
async function draftOf(person, { drafts, entries, receipts }) {
  const draft = person && (await drafts.get(person.id));
  const finished = [...entries, ...receipts].some(({ id }) => id === draft?.id);
  return draft && !finished ? draft : null;
}

export const PLACE = "tempat:"; // setting: where a petugas records
export const PASSED = "latihan:"; // setting: the training check that a petugas passed on this device

/** Return the petugas's place, its survey and questionnaire, as far as they are known. */
function placeOf(person, data, marks) {
  const places = (person?.places ?? []).map((place) => named(place, data)).filter(Boolean);
  const chosen = marks[PLACE + person?.id];
  const place = places.length === 1 ? places[0] : (places.find(({ key }) => key === chosen) ?? null);
  const survey = data?.surveys.find(({ upp_id }) => upp_id === place?.upp.id) ?? null;
  const version = data?.questionnaires.find(({ id }) => id === survey?.questionnaire_id) ?? null;
  const questionnaire = version && { ...version, questions: version.questions.map(worded(place?.layanan)) };
  return { places, place, survey, questionnaire };
}

/** Return how a question is asked about a layanan: in other words where its UPP has them for such a one. */
const worded = (layanan) => (question) => ({ ...question, ...layanan?.wordings?.[question.code] });

function named({ layanan_id, titik_id }, data) {
  const layanan = data.layanan.find(({ id }) => id === layanan_id);
  const titik = data.titik.find(({ id }) => id === titik_id);
  const upp = data.upp.find(({ id }) => id === layanan?.upp_id);
  return layanan && titik && upp ? { key: `${layanan_id} ${titik_id}`, layanan, titik, upp } : null;
}

/** Return the petugas's day: interviews sent, waiting, needing attention, and wanted. */
export function day({ person, enrolment, mine, receipts }) {
  const today = (entry) => isToday(entry.saved_at);
  const heardToday = enrolment?.fetched_at && isToday(enrolment.fetched_at);
  const later = receipts.filter((receipt) => today(receipt) && receipt.sent_at > enrolment?.fetched_at).length;
  const sent = Math.max(receipts.filter(today).length, heardToday ? (person?.today ?? 0) + later : 0);
  const waiting = mine.filter((entry) => today(entry) && entry.state === WAITING).length;
  const attention = mine.filter((entry) => today(entry) && entry.state === ATTENTION).length;
  const done = sent + waiting + attention;
  return { sent, waiting, attention, done, target: person?.day_target ?? 0 };
}

/** Return how many interviews lie on this device alone: the draft, what waits, what needs attention. */
export function onDevice({ draft, entries }) {
  return entries.length + (draft ? 1 : 0);
}

/** Return the mean length of the petugas's last interviews in ms, or null while there are too few. */
export function pace({ mine, receipts }) {
  const lengths = [...mine, ...receipts]
    .filter(({ about, saved_at }) => about.collection === "petugas" && isToday(saved_at))
    .map(({ about }) => about.finished - about.begun);
  return lengths.length >= 3 ? lengths.reduce((sum, each) => sum + each, 0) / lengths.length : null;
}
