/* How an answer leaves the browser. Only the server's own receipt counts as received: a sign-in page of somebody's
   Wi-Fi answers 200 too. */

const PATIENCE = 20_000; // ms
const FOR_GOOD = [404, 409, 410]; // the server knows it and does not take it

/** Send the values; return {state: "received" | "wrong" | "refused" | "later", …} and never throw. */
export async function send(action, values) {
  const impatience = new AbortController();
  const timer = setTimeout(() => impatience.abort(), PATIENCE);
  try {
    const answer = await fetch(action, {
      method: "POST",
      body: new URLSearchParams(values),
      headers: { Accept: "application/json" },
      signal: impatience.signal,
    });
    return outcome(answer, await answer.json().catch(() => null));
  } catch {
    return { state: "later", reason: "noNetwork" };
  } finally {
    clearTimeout(timer);
  }
}

function outcome(answer, said) {
  if (answer.ok && said?.receipt) return { state: "received", ...said };
  if (answer.status === 422) return { state: "wrong" };
  if (FOR_GOOD.includes(answer.status) && said?.pesan) return { state: "refused", message: said.pesan };
  if (answer.status === 429) return { state: "later", reason: "busy", after: Number(answer.headers.get("Retry-After")) };
  return { state: "later", reason: "noAnswer" };
}
