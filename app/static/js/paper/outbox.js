/* Sends typed sheets one after the other, and tries again by itself until the server has taken each. */

const PATIENCE = 8000; // ms until an answer counts as lost
const FIRST_PAUSE = 2000; // ms before trying again; doubled up to the longest
const LONGEST_PAUSE = 30000;
const WHY = {
  offline: "Server tidak terjangkau. Dicoba lagi otomatis; jangan hapus data peramban ini.",
  signedOut: "Anda sudah keluar. Masuk lagi di tab lain, lalu muat ulang halaman ini.",
  stale: "Halaman ini sudah lama terbuka. Muat ulang halaman ini; lembarnya ikut terkirim.",
};

/** `told(item, state, message)`: saved | sending | waiting | wrong. `troubled(count, why)`: how many wait, and why. */
export function outbox({ url, token, kept, told, troubled }) {
  const items = new Map(kept.all().map((item) => [item.id, { ...item, tried: true }]));
  let busy = null; // the promise of the round that is under way
  let again = false;
  let pause = FIRST_PAUSE;
  let timer;

  const waiting = () => [...items.values()].filter((item) => !item.refused);

  function put(item) {
    items.set(item.id, item);
    kept.keep(item);
    told(item, "sending");
    send();
  }

  /** Whether the server has the sheet, or may have it although its answer was lost on the way. */
  const mayHave = (id) => !items.has(id) || Boolean(items.get(id).tried);

  function forget(id) {
    items.delete(id);
    kept.drop(id);
    if (!waiting().length) troubled(0, "");
  }

  function send() {
    again = busy !== null; // something was put while a round is under way: another follows
    if (busy) return busy;
    clearTimeout(timer);
    busy = round().finally(() => {
      busy = null;
      if (again) send();
    });
    return busy;
  }

  async function round() {
    for (let item = waiting()[0]; item; item = waiting()[0]) {
      item.tried = true;
      const answer = await post(url, token, item);
      if (items.get(item.id) !== item) continue; // changed meanwhile: the newer one follows
      if (answer.why) return later(answer.why);
      pause = FIRST_PAUSE;
      if (answer.refusal) {
        item.refused = answer.refusal;
        kept.keep(item);
        told(item, "wrong", answer.refusal);
      } else {
        items.delete(item.id);
        kept.drop(item.id);
        told(item, "saved", answer.counted);
      }
    }
    troubled(0, "");
    return undefined;
  }

  function later(why) {
    for (const item of waiting()) told(item, "waiting");
    troubled(waiting().length, why);
    timer = setTimeout(send, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }

  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && waiting().length && send());
  return { put, send, mayHave, forget, settled: () => busy ?? Promise.resolve(), all: () => [...items.values()] };
}

/** Post JSON; {counted} when taken, {refusal} when it never will be, {why} when it should be tried again. */
export async function post(url, token, body) {
  const impatience = new AbortController();
  const timer = setTimeout(() => impatience.abort(), PATIENCE);
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ id: body.id, nomor: body.number, ...body.values }),
      signal: impatience.signal,
    });
    if (answer.status === 401) return { why: WHY.signedOut };
    if (answer.status === 400) return { why: WHY.stale };
    if (answer.status >= 500 || answer.status === 429) return { why: WHY.offline };
    const said = await answer.json();
    return answer.ok ? { counted: said.dihitung } : { refusal: said.pesan };
  } catch {
    return { why: WHY.offline };
  } finally {
    clearTimeout(timer);
  }
}
