/* The service worker under /isi: keeps the petugas's app, and sends its queue while no page is open. */

import { enrolments as makeEnrolments } from "./isi/enrolments.js";
import { sending } from "./isi/sending.js";
import { openStore } from "./isi/store.js";
import { keepShell, sendAlone } from "./worker/shell.js";

const version = keepShell({ prefix: "potret-isi-", besides: /^\/isi\/(pasang\/|pekerja\.js|versi\.json|data)/ });

sendAlone(() => {
  const store = openStore();
  return sending({ queue: store.queue, enrolments: makeEnrolments(store), version: () => version });
});
