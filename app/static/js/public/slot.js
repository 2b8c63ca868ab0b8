/* The one answer of this link that this browser holds: a draft, or a finished one that waits to be sent.

   {id, values, screen, furthest, begun, at, waiting}. A browser that stores nothing still answers; it only may not
   say "tersimpan". */

const OLD = 24 * 3600 * 1000; // ms; a draft of yesterday is nobody's any more. What waits to be sent is never thrown away

export function slot(code) {
  const key = `potret:s:${code}`;
  return {
    key,
    read() {
      const kept = attempt(() => JSON.parse(localStorage.getItem(key)));
      return kept && (kept.waiting || Date.now() - kept.at < OLD) ? kept : null;
    },
    /** Return whether it is stored. */
    write(kept) {
      return attempt(() => (localStorage.setItem(key, JSON.stringify(kept)), true)) ?? false;
    },
    drop() {
      attempt(() => localStorage.removeItem(key));
    },
  };
}

function attempt(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}
