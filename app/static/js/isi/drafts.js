/* The interview that is being asked: one a petugas, kept with every answer, so that a dead battery costs one tap.

   A draft: { petugas, opd, id, collection, survey_id, layanan_id, titik_id, names, internal, questionnaire, values,
   screen, furthest, begun, notice_version }. It holds its own questionnaire: news from the server change nothing in it. */

import { asked } from "./database.js";

export function drafts({ db, vault }) {
  const held = new Map(); // by petugas: what could not be written
  let turn = Promise.resolve();

  /** Return the petugas's draft, or null. */
  async function get(petugas) {
    if (held.has(petugas)) return held.get(petugas);
    const kept = await db.read(["drafts"], ({ drafts }) => asked(drafts.get(petugas))).catch(() => null);
    if (!kept?.sealed) return kept ?? null;
    const { sealed, ...draft } = kept;
    return { ...draft, values: { ...draft.values, saran: await vault.unseal(sealed) } };
  }

  /** Keep a draft; the promise tells whether it is on the disk. One after the other, so that the last one stays. */
  function put(draft) {
    turn = turn.then(() => write(draft));
    return turn;
  }

  async function write(draft) {
    const { saran } = draft.values;
    const sealed = saran && (await vault.seal(saran));
    const kept = sealed ? { ...draft, sealed, values: { ...draft.values, saran: "" } } : draft;
    try {
      await db.write(["drafts"], ({ drafts }) => drafts.put(kept));
      held.delete(draft.petugas);
      return true;
    } catch {
      held.set(draft.petugas, draft);
      return false;
    }
  }

  /** Let a draft go: its petugas wants it gone. */
  async function drop(petugas) {
    await turn;
    held.delete(petugas);
    await db.write(["drafts"], ({ drafts }) => drafts.delete(petugas));
  }

  /** What removes a finished draft in the transaction that puts it into the queue (queue.save). */
  function finishing(petugas) {
    return {
      stores: ["drafts"],
      act: ({ drafts }) => {
        drafts.delete(petugas);
        held.delete(petugas);
      },
    };
  }

  return { get, put, drop, finishing, written: () => turn, failing: () => held.size > 0 };
}
