/* What this browser keeps until the server has it: typed sheets, each under a key of its own so that two tabs do not
   overwrite each other, and the row in hand. A crash, a reload or a dead network loses none of it. */

const memory = new Map(); // where storage is full or forbidden, at least this page remembers

export function keeper(prefix) {
  const sheet = (id) => `${prefix}:${id}`;
  const draft = `${prefix}:draf`;
  return {
    keep: (item) => write(sheet(item.id), item),
    drop: (id) => erase(sheet(id)),
    all: () => keys(`${prefix}:`).filter((key) => key !== draft).map(read).filter(Boolean).sort((one, other) => one.at - other.at),
    keepDraft: (values) => write(draft, values),
    dropDraft: () => erase(draft),
    draft: () => read(draft),
  };
}

function write(key, value) {
  const text = JSON.stringify(value);
  memory.set(key, text);
  attempt(() => localStorage.setItem(key, text));
}

function erase(key) {
  memory.delete(key);
  attempt(() => localStorage.removeItem(key));
}

function read(key) {
  const text = memory.get(key) ?? attempt(() => localStorage.getItem(key));
  return text ? attempt(() => JSON.parse(text)) ?? null : null;
}

function keys(prefix) {
  const stored = attempt(() => Object.keys(localStorage)) ?? [];
  return [...new Set([...memory.keys(), ...stored])].filter((key) => key.startsWith(prefix));
}

function attempt(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}
