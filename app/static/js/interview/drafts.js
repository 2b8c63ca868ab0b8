/* What was answered but not yet received, kept for this tab only (sessionStorage), by the response's id.
   Storage that is full or forbidden must not stop anybody: then only a reload forgets. */

const KEY = "potret:wawancara:";

export function read(id) {
  return attempt(() => JSON.parse(sessionStorage.getItem(KEY + id))) ?? null;
}

export function write(id, draft) {
  attempt(() => sessionStorage.setItem(KEY + id, JSON.stringify(draft)));
}

export function drop(id) {
  attempt(() => sessionStorage.removeItem(KEY + id));
}

/** Return the ids of all drafts, the one begun last first. */
export function ids() {
  const keys = attempt(() => Object.keys(sessionStorage)) ?? [];
  const found = keys.filter((key) => key.startsWith(KEY)).map((key) => key.slice(KEY.length));
  return found.sort((one, other) => (read(other)?.begun ?? 0) - (read(one)?.begun ?? 0));
}

function attempt(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}
