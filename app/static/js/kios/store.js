/* What a kiosk keeps on its tablet, in a database of its own: finished answers until they are received, and what it asks at
   which place. Nothing unfinished is ever written. Later versions of it only add. */

import { database } from "../isi/database.js";
import { addQueueStores, queue } from "../isi/queue.js";
import { vault } from "../isi/vault.js";

export const NAME = "potret-kios";
const VERSION = 1;

function upgrade(db) {
  addQueueStores(db);
  if (!db.objectStoreNames.contains("settings")) db.createObjectStore("settings"); // the vault's key
  if (!db.objectStoreNames.contains("places")) db.createObjectStore("places", { keyPath: "code" });
}

/** Open the tablet's store; `changed()` is told whenever the queue changes. */
export function openStore(changed) {
  const db = database(NAME, VERSION, upgrade);
  return { db, queue: queue({ db, name: NAME, vault: vault(db), changed }) };
}
