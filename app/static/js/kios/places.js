/* The places at which this tablet stands or stood: what to ask there as the server said it last, and the pass with which
   answers from there are sent. A place: { code, data, etag, pass, unknown, fetched_at }. */

import { asked } from "../isi/database.js";
import { get } from "../isi/server.js";

export function places({ db }) {
  const held = new Map(); // by code, as known last: a tablet that writes nothing still asks

  async function all() {
    const kept = await db.read(["places"], ({ places }) => asked(places.getAll())).catch(() => []);
    for (const place of kept) held.set(place.code, place);
    return [...held.values()];
  }

  async function find(code) {
    return (await all()).find((place) => place.code === code) ?? null;
  }

  async function change(code, values) {
    const place = { data: null, etag: "", pass: null, ...(await find(code)), ...values, code };
    held.set(code, place);
    await db.write(["places"], ({ places }) => places.put(place)).catch(() => {});
  }

  /** Ask for news of a place; what was heard last stays when nobody answers, or somebody else does. */
  async function refresh(code) {
    const known = await find(code);
    const answer = await get(`/kios/${code}/data`, { "If-None-Match": known?.etag });
    if (!answer || answer.status === 304) return;
    const said = await answer.json().catch(() => null);
    if (answer.status === 404 && said?.pesan) await change(code, { unknown: true });
    if (answer.status !== 200 || said?.code !== code) return;
    const { pass, ...data } = said;
    // The first pass stays: it says since when this tablet stands here.
    await change(code, { data, etag: answer.headers.get("ETag") ?? "", pass: known?.pass ?? pass, unknown: false, fetched_at: Date.now() });
  }

  /** Get another pass where the server does not accept the one it gave. */
  async function heard(code, { status }) {
    if (status !== 401) return;
    await change(code, { pass: null, etag: "" });
    await refresh(code);
  }

  /** Return with which pass the answers of each place are sent. */
  async function lanes() {
    const able = (await all()).filter(({ pass }) => pass);
    return able.map(({ code, pass }) => ({ lane: code, headers: { Authorization: `Bearer ${pass}` } }));
  }

  return { find, refresh, heard, lanes };
}
