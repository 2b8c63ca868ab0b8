/* While an answer has not reached the server: says so in words that are true, and tries again by itself. */

const AGAIN = 30_000; // ms between attempts while the page is open

/**
 * Show `box` and go on sending until the server has spoken; returns what tries again now.
 *
 *   attempt()   send once; gives the outcome of sending.js
 *   settled()   told of an outcome that ends the waiting; returns whether it did
 *   discard()   the person gives up an answer that the server refuses
 */
export function wait(box, { first, saved, at, attempt, settled, discard }) {
  const button = box.querySelector("[data-retry]");
  let timer;
  let over = false;

  function show(outcome) {
    const refused = outcome.state !== "later";
    const state = refused ? "refused" : saved ? "saved" : "unsaved";
    for (const part of box.querySelectorAll("[data-if]")) part.hidden = part.dataset.if !== state;
    box.querySelector("[data-saved-at]").textContent = moment(at);
    const reason = box.querySelector("[data-reason]");
    reason.parentElement.hidden = refused;
    reason.textContent = reason.dataset[outcome.reason] ?? "";
    box.querySelector("[data-refusal]").textContent = outcome.message ?? "";
    clearTimeout(timer);
    if (!refused) timer = setTimeout(again, outcome.after > 0 ? outcome.after * 1000 : AGAIN);
  }

  async function again() {
    if (button.disabled || over) return;
    button.disabled = true;
    const outcome = await attempt();
    button.disabled = false;
    over = settled(outcome);
    if (over) clearTimeout(timer);
    else show(outcome);
  }

  button.addEventListener("click", again);
  box.querySelector("[data-discard]").addEventListener("click", discard);
  window.addEventListener("online", again);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && again());
  show(first);
  return again;
}

function moment(at) {
  const options = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" };
  return new Date(at).toLocaleString(document.documentElement.lang === "en" ? "en-GB" : "id-ID", options).replace(/(\d)[.:](\d\d)$/, "$1.$2");
}
