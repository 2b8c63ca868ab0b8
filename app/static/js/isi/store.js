/* What the petugas's app keeps on this device, in one database. Later versions of it only add. */

import { asked, database } from "./database.js";
import { addQueueStores, queue } from "./queue.js";
import { vault } from "./vault.js";

export const NAME = "potret-isi";
const VERSION = 1;

function upgrade(db) {
  addQueueStores(db);
  const missing = (name) => !db.objectStoreNames.contains(name);
  if (missing("settings")) db.createObjectStore("settings");
  if (missing("enrolments")) db.createObjectStore("enrolments", { keyPath: "opd" });
  if (missing("drafts")) db.createObjectStore("drafts", { keyPath: "petugas" });
}

/** Open the device's store; `changed()` is told whenever the queue changes, here or in another tab. */
export function openStore(changed) {
  const db = database(NAME, VERSION, upgrade);
  const safe = vault(db);
  return { db, vault: safe, queue: queue({ db, name: NAME, vault: safe, changed }), settings: settings(db) };
}

/** Return what is kept under single names, in the store `settings`. */
export function settings(db) {
  return {
    get: (key) => db.read(["settings"], ({ settings }) => asked(settings.get(key))),
    all: (keys) =>
      db.read(["settings"], async ({ settings }) => {
        const values = await Promise.all(keys.map((key) => asked(settings.get(key))));
        return Object.fromEntries(keys.map((key, place) => [key, values[place]]));
      }),
    set: (key, value) =>
      db.write(["settings"], ({ settings }) => {
        if (value === undefined) settings.delete(key);
        else settings.put(value, key);
      }),
  };
}
