/* What is finished and not yet confirmed by the server. An entry's payload never changes; it leaves the device only
   by a receipt for its own id, and the receipt stays for seven days. Where the browser refuses to write, entries are
   held in memory and in a plain emergency copy until it writes again, and the caller is told.

   Knows nothing of people or questions: the petugas's app and the kiosk both use it. */

import { asked, StorageFailed } from "./database.js";

export const WAITING = "menunggu";
export const ATTENTION = "perlu_perhatian";
const DAY = 24 * 3600 * 1000;
const RECEIPT_DAYS = 7;

/** Add the queue's stores to a database that is being upgraded. */
export function addQueueStores(db) {
  for (const name of ["queue", "receipts"]) {
    if (!db.objectStoreNames.contains(name)) db.createObjectStore(name, { keyPath: "id" });
  }
}

/**
 * Return the queue in `db`.
 *
 *   name          of the channel that tells other tabs, and of the emergency copies
 *   vault         seal(text) → what may lie on the disk; unseal(…) → text (vault.js)
 *   changed()     after every change, also one of another tab
 *
 * An entry: { id, lane, payload, about, saved_at, state, reason, tries }. `lane` says with whose token it is sent;
 * `about` is what lists show, without any answer in it. `payload.saran` lies sealed as `sealed` where that is possible.
 */
export function queue({ db, name, vault, changed = () => {} }) {
  const emergency = new Map();
  let written = []; // as read last: what cannot be read now can still be sent, and saved as a backup
  const unwritten = new Map(); // receipts of emergency entries, while nothing can be written
  const prefix = `${name}:darurat:`;
  const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(name) : null;
  if (channel) channel.onmessage = () => changed();

  function tell() {
    channel?.postMessage("berubah");
    changed();
  }

  /** Keep a finished entry; `also` (store names, act) happens in the same transaction. Throws StorageFailed when
      nothing could be written; the entry is then held as an emergency, and may still be sent. */
  async function save({ id, lane, payload, about }, also = { stores: [], act: () => {} }) {
    const fresh = { id, lane, payload, about, saved_at: Date.now(), state: WAITING, reason: "", tries: 0 };
    const entry = emergency.get(id) ?? fresh; // it may have been sent already, and stays what it was
    const sealed = await sealedEntry(entry);
    try {
      await db.write(["queue", "receipts", ...also.stores], async ({ queue, receipts, ...others }) => {
        if (!(await asked(receipts.get(id)))) queue.put(sealed);
        also.act(others);
      });
    } catch (problem) {
      emergency.set(id, entry);
      attempt(() => localStorage.setItem(prefix + id, JSON.stringify(entry)));
      tell();
      throw problem;
    }
    forget(id);
    tell();
  }

  async function sealedEntry(entry) {
    const sealed = entry.payload.saran && (await vault.seal(entry.payload.saran));
    return sealed ? { ...entry, sealed, payload: { ...entry.payload, saran: "" } } : entry;
  }

  /** Return the payload as it is sent, with what was sealed. */
  async function payloadOf({ payload, sealed }) {
    return sealed ? { ...payload, saran: await vault.unseal(sealed) } : payload;
  }

  /** Bring entries that could not be written into the database, as soon as it writes again. */
  async function adopt() {
    const copies = attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(prefix))) ?? [];
    for (const key of copies) {
      const entry = attempt(() => JSON.parse(localStorage.getItem(key)));
      if (entry && !emergency.has(entry.id)) emergency.set(entry.id, entry);
    }
    for (const entry of [...emergency.values()]) {
      const sealed = await sealedEntry(entry);
      try {
        await db.write(["queue", "receipts"], async ({ queue, receipts }) => {
          if (!(await asked(receipts.get(entry.id)))) queue.put(sealed);
        });
      } catch (problem) {
        if (problem instanceof StorageFailed) return;
        throw problem;
      }
      forget(entry.id);
      tell();
    }
  }

  function forget(id) {
    emergency.delete(id);
    attempt(() => localStorage.removeItem(prefix + id));
  }

  /** Return every unsent entry, oldest first; those of an emergency are marked. */
  async function entries() {
    written = await db.read(["queue"], ({ queue }) => asked(queue.getAll())).catch(() => written);
    const held = [...emergency.values()].map((entry) => ({ ...entry, unwritten: true }));
    return [...written.filter(({ id }) => !emergency.has(id)), ...held].sort((a, b) => a.saved_at - b.saved_at);
  }

  async function receipts() {
    const kept = await db.read(["receipts"], ({ receipts }) => asked(receipts.getAll())).catch(() => []);
    return [...kept, ...unwritten.values()].sort((a, b) => b.sent_at - a.sent_at);
  }

  /** Put the server's word in the place of each payload that it confirmed; keep the others with the reason. */
  async function settle(answers) {
    try {
      await db.write(["queue", "receipts"], async ({ queue, receipts }) => {
        for (const answer of answers) {
          const entry = (await asked(queue.get(answer.id))) ?? emergency.get(answer.id);
          if (!entry) continue;
          if (confirmed(answer)) {
            receipts.put(receiptOf(entry, answer));
            queue.delete(entry.id);
          } else {
            queue.put({ ...entry, state: ATTENTION, status: answer.status, reason: answer.message, tries: entry.tries + 1 });
          }
        }
      });
    } catch (problem) {
      settleInMemory(answers);
      throw problem;
    }
    for (const { id } of answers) forget(id);
    tell();
  }

  function settleInMemory(answers) {
    for (const answer of answers) {
      const entry = emergency.get(answer.id);
      if (!entry || !confirmed(answer)) continue;
      unwritten.set(entry.id, receiptOf(entry, answer));
      forget(entry.id);
    }
    tell();
  }

  const confirmed = ({ status, receipt }) => Boolean(receipt) && status !== "berbeda" && status !== "ditolak";

  function receiptOf({ id, saved_at, about }, { status, receipt }) {
    return { id, status, receipt, saved_at, about, sent_at: Date.now() };
  }

  /** Change how some entries stand, never what they hold: {state, reason, backed_up_at}. */
  async function mark(ids, standing) {
    await db.write(["queue"], async ({ queue }) => {
      for (const id of ids) {
        const entry = await asked(queue.get(id));
        if (entry) queue.put({ ...entry, ...standing, id, payload: entry.payload });
      }
    });
    tell();
  }

  /** Take away one entry that a person has handed over by the backup file, and says so. */
  async function handOver(id) {
    await db.write(["queue", "receipts"], async ({ queue, receipts }) => {
      const entry = await asked(queue.get(id));
      if (!entry?.backed_up_at) return;
      receipts.put(receiptOf(entry, { status: "cadangan", receipt: "" }));
      queue.delete(id);
    });
    tell();
  }

  /** Let go of receipts older than a week. */
  async function tidy() {
    const limit = Date.now() - RECEIPT_DAYS * DAY;
    await db.write(["receipts"], async ({ receipts }) => {
      for (const { id, sent_at } of await asked(receipts.getAll())) if (sent_at < limit) receipts.delete(id);
    });
  }

  return { save, payloadOf, adopt, entries, receipts, settle, mark, handOver, tidy };
}

function attempt(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}
