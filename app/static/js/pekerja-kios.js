/* The service worker under /kios: keeps the kiosk, and sends its queue while no page is open. */

import { places as makePlaces } from "./kios/places.js";
import { sending } from "./kios/sending.js";
import { openStore } from "./kios/store.js";
import { keepShell, sendAlone } from "./worker/shell.js";

const version = keepShell({ prefix: "potret-kios-", besides: /^\/kios\/?$|\/(pekerja\.js|versi\.json|data|aplikasi\.webmanifest)$/ });

sendAlone(() => {
  const store = openStore();
  return sending({ queue: store.queue, places: makePlaces(store), version: () => version });
});
