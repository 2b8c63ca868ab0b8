/* The free text of an answer lies on the disk encrypted, with a key that no script can take out of this browser.
   Where the browser cannot do that, the text is kept as it is: being kept comes first. */

import { asked } from "./database.js";

const KEY = "kunci-saran";

/** Return {seal, unseal} whose key stands in the store `settings` of `db`. */
export function vault(db) {
  let key = null;

  async function ready() {
    key ??= await findOrMake();
    return key;
  }

  async function findOrMake() {
    const found = await db.read(["settings"], ({ settings }) => asked(settings.get(KEY)));
    if (found) return found;
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    // Another tab may have been faster; the first key stays.
    return db.write(["settings"], async ({ settings }) => {
      const first = await asked(settings.get(KEY));
      if (!first) settings.put(made, KEY);
      return first ?? made;
    });
  }

  return {
    /** Return {iv, ct}, or null where it cannot be sealed. */
    async seal(text) {
      try {
        const iv = crypto.getRandomValues(new Uint8Array(12));
        const ct = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await ready(), new TextEncoder().encode(text));
        return { iv, ct };
      } catch {
        return null;
      }
    },

    async unseal({ iv, ct }) {
      return new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await ready(), ct));
    },
  };
}
