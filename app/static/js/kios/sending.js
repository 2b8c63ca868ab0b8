/* The kiosk's queue goes out: the same on the page and, with no page open, in the service worker. */

import { sender } from "../isi/sender.js";
import { NAME } from "./store.js";

export function sending({ queue, places, version, changed }) {
  return sender({
    name: `${NAME}:kirim`,
    queue,
    url: "/kios/kirim",
    lanes: places.lanes,
    wrap: (items) => ({ sent_at: new Date().toISOString(), app_version: version(), items }),
    heard: places.heard,
    changed,
  });
}
