/* A database on this device that outlives what browsers do to IndexedDB: a handle that died while the phone slept is
   dropped, opened anew, and the act is done once more. Nothing here ever clears a store. */

const PATIENCE = 5000; // ms; some browsers never answer an open() after a long sleep

/** The browser would not write or read; whoever called must say so, and must not go on as if it had. */
export class StorageFailed extends Error {
  constructor(cause) {
    super(`storage failed: ${cause?.name ?? cause}`, { cause });
  }
}

/**
 * Return a database. `upgrade(db)` adds the stores that are missing; a later version only adds more.
 *
 *   read(stores, act)    act(stores by name) may await `asked(request)`; its result is returned
 *   write(stores, act)   the same; the promise settles when the data are on the disk, not earlier
 */
export function database(name, version, upgrade) {
  let opening = null;

  const drop = () => (opening = null);

  function open() {
    opening ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(name, version);
      request.onupgradeneeded = () => upgrade(request.result);
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const handle = request.result;
        handle.onclose = drop;
        handle.onversionchange = () => {
          handle.close();
          drop();
        };
        resolve(handle);
      };
      setTimeout(() => reject(new DOMException("no answer", "TimeoutError")), PATIENCE);
    });
    return opening;
  }

  async function attempt(mode, names, act) {
    const handle = await open();
    return new Promise((resolve, reject) => {
      const transaction = handle.transaction(names, mode, { durability: "strict" });
      const stores = Object.fromEntries(names.map((store) => [store, transaction.objectStore(store)]));
      let result;
      transaction.oncomplete = () => resolve(result);
      transaction.onabort = () => reject(transaction.error ?? new DOMException("aborted", "AbortError"));
      (async () => act(stores))().then(
        (value) => (result = value),
        (problem) => {
          reject(problem);
          abort(transaction);
        },
      );
    });
  }

  async function run(mode, names, act) {
    try {
      return await attempt(mode, names, act);
    } catch {
      drop();
    }
    try {
      return await attempt(mode, names, act);
    } catch (problem) {
      drop();
      throw new StorageFailed(problem);
    }
  }

  return {
    read: (names, act) => run("readonly", names, act),
    write: (names, act) => run("readwrite", names, act),
  };
}

/** Return a promise of a request's result. */
export function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function abort(transaction) {
  try {
    transaction.abort();
  } catch {
    // it has ended already
  }
}
