/* That a petugas passed the check of the training: kept on the device, and told to the server when it can be reached. */

import { post } from "./server.js";
import { PASSED } from "./world.js";

export function training({ settings }) {
  return {
    pass: (petugas, score) =>
      settings.set(PASSED + petugas, { score, finished_at: new Date().toISOString(), told: false }),

    /** Tell the server what it does not know yet. */
    async send(known) {
      for (const { token, data } of known) {
        for (const { id } of data?.people ?? []) {
          const passed = await settings.get(PASSED + id).catch(() => null);
          if (!passed || passed.told) continue;
          const { score, finished_at } = passed;
          const answer = await post("/isi/latihan", { petugas: id, score, finished_at }, { Authorization: `Bearer ${token}` });
          if (answer?.ok) await settings.set(PASSED + id, { ...passed, told: true });
        }
      }
    },
  };
}
