/* Questions to the own server that may stay without an answer: then null, and nothing else happens. */

import { connection } from "./connection.js";

const PATIENCE = 10_000; // ms

export function get(url, headers = {}) {
  return reach(url, { headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value)) });
}

export function post(url, body, headers = {}) {
  return reach(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

/** Return the whole response, or null when nobody answered. A redirect is not followed: it is never what was asked for. */
async function reach(url, options) {
  const impatience = new AbortController();
  const timer = setTimeout(() => impatience.abort(), PATIENCE);
  try {
    const response = await fetch(url, { cache: "no-store", redirect: "manual", signal: impatience.signal, ...options });
    connection.heard(true);
    if (response.type === "opaqueredirect") return response;
    const body = await response.text();
    const empty = [204, 304].includes(response.status);
    return new Response(empty ? null : body, { status: response.status, headers: response.headers });
  } catch {
    connection.heard(false);
    return null;
  } finally {
    clearTimeout(timer);
  }
}
