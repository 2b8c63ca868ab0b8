/* Sends the queue. A lost connection, a sleeping phone, a second tab or a server that is busy change nothing but
   the time: an entry is confirmed by its own receipt, or it is still in the queue. */

import { WAITING } from "./queue.js";

const BATCH = 25;
const BATCH_BYTES = 900_000;
const PATIENCE = 10_000; // ms for a small batch
const SLOWEST = 2; // bytes a millisecond that a batch may need on a poor line
const TICK = 30_000; // ms
const BACK_OFF = { first: 2_000, longest: 300_000 }; // ms

/**
 * Return a sender.
 *
 *   name       of the lock: one tab (or the worker) sends at a time
 *   queue      of queue.js
 *   url        where batches are posted
 *   lanes({now})           → [{lane, headers}], those that may send; `now`: a person asked for it
 *   wrap(items)            → the body
 *   heard(lane, response)  of every answer of the server, also a refusal
 *   changed(standing)      {sending, posted, failures, next_at, problem}; posted: batches of this run
 *
 * problem: "" | "jaringan" (nobody answered) | "server" (busy or broken) | "izin" (the token is not accepted)
 *          | "perangkat" (the receipt could not be written down, so it is asked for again)
 */
export function sender({ name, queue, url, lanes, wrap, heard = () => {}, changed = () => {} }) {
  const standing = { sending: false, posted: 0, failures: 0, next_at: 0, problem: "" };
  let size = BATCH;

  function set(values) {
    Object.assign(standing, values);
    changed({ ...standing });
  }

  /** Send what waits, unless a failure asked for patience; `now` is a person's wish and does not wait. */
  async function send({ now = false } = {}) {
    if (!now && Date.now() < standing.next_at) return;
    await alone(async () => {
      await queue.adopt();
      if (!(await queue.entries()).some(({ state }) => state === WAITING)) return;
      set({ sending: true, posted: 0 });
      try {
        for (const lane of await lanes({ now })) if (!(await drain(lane))) break;
      } finally {
        set({ sending: false });
      }
    });
  }

  async function alone(act) {
    if (standing.sending) return;
    if (!globalThis.navigator?.locks) return act();
    await navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? act() : undefined));
  }

  /** Return whether this lane is done with, so that the next may try. */
  async function drain({ lane, headers }) {
    for (;;) {
      const waiting = (await queue.entries()).filter((entry) => entry.lane === lane && entry.state === WAITING);
      if (!waiting.length) return true;
      const outcome = await post(await batchOf(waiting), headers, lane);
      if (outcome.stop) return false;
      if (outcome.skip) return true;
    }
  }

  async function batchOf(waiting) {
    const items = [];
    let bytes = 0;
    for (const entry of waiting.slice(0, size)) {
      const item = await queue.payloadOf(entry);
      bytes += new TextEncoder().encode(JSON.stringify(item)).length + 1;
      if (items.length && bytes > BATCH_BYTES) break;
      items.push(item);
    }
    return { items, bytes };
  }

  async function post({ items, bytes }, headers, lane) {
    standing.posted += 1;
    const response = await reach(items, bytes, headers);
    if (!response) return failed("jaringan");
    heard(lane, response);
    if (response.status === 401) return refused();
    if (response.status === 413) return tooLarge();
    const answer = response.ok ? await response.json().catch(() => null) : null;
    const answers = (answer?.items ?? []).filter(({ id }) => items.some((item) => item.id === id));
    if (!answers.length) return failed("server", response);
    try {
      await queue.settle(answers);
    } catch {
      return failed("perangkat");
    }
    size = Math.min(BATCH, size * 2);
    set({ failures: 0, next_at: 0, problem: "" });
    return {};
  }

  async function reach(items, bytes, headers) {
    const impatience = new AbortController();
    const timer = setTimeout(() => impatience.abort(), PATIENCE + bytes / SLOWEST);
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json", ...headers },
        body: JSON.stringify(wrap(items)),
        credentials: "omit",
        cache: "no-store",
        signal: impatience.signal,
      });
      const text = await response.text(); // the answer counts when all of it has arrived
      return new Response(text || null, { status: response.status, headers: response.headers });
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  function failed(problem, response) {
    const failures = standing.failures + 1;
    size = Math.max(1, Math.floor(size / 2)); // a poor line carries a small batch where a large one never arrives
    const asked = Number(response?.headers.get("Retry-After")) * 1000 || 0;
    const wait = Math.min(BACK_OFF.longest, BACK_OFF.first * 2 ** (failures - 1));
    set({ failures, problem, next_at: Date.now() + Math.max(asked, wait * (0.75 + Math.random() / 2)) });
    return { stop: true };
  }

  function refused() {
    set({ problem: "izin" });
    return { skip: true };
  }

  function tooLarge() {
    if (size === 1) return failed("server");
    size = Math.max(1, Math.floor(size / 2));
    return {};
  }

  /** Begin to send by itself, in a page. */
  function start() {
    const wish = () => send();
    const hope = () => send({ now: standing.problem !== "server" });
    window.addEventListener("online", hope);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && hope());
    setInterval(wish, TICK);
    wish();
  }

  return { send, start, standing };
}
