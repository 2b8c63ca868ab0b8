/* The petugas's queue goes out: the same in the app and, with no app open, in the service worker. */

import { sender } from "./sender.js";
import { NAME } from "./store.js";

export function sending({ queue, enrolments, version, changed }) {
  return sender({
    name: `${NAME}:kirim`,
    queue,
    url: "/isi/kirim",
    lanes: enrolments.lanes,
    wrap: (items) => ({ sent_at: new Date().toISOString(), app_version: version(), items }),
    heard: enrolments.heard,
    changed,
  });
}
