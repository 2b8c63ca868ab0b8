/* The screens by the name in the address. A screen:

     title          of the page and its heading
     draw(app, place)  fills the place; may return {close, owns, here, keeps} (router.js)
     tab            the part of the app that it belongs to; without one the tabs are hidden
     live           facts that are drawn anew when the world changes
     form           a questionnaire: it is left alone until it ends
     hidden         reached by a state, not by an address
     open(app)      may send to another screen first */

import { device } from "./device.js";
import { handing, handingBegin, handingDone, handingForm } from "./handover.js";
import { home } from "./home.js";
import { begun, fresh } from "./interview.js";
import { people } from "./people.js";
import { place } from "./place.js";
import { queue } from "./queue.js";
import { saved } from "./saved.js";
import { setup } from "./setup.js";
import { check, practice, training } from "./training.js";

export const screens = {
  pasang: setup,
  siapa: people,
  beranda: home,
  tempat: place,
  wawancara: fresh,
  lanjut: begun,
  tersimpan: saved,
  antrean: queue,
  serahkan: handing,
  "serah-mulai": handingBegin,
  "serah-tanya": handingForm,
  "serah-selesai": handingDone,
  latihan: training,
  praktik: practice,
  uji: check,
  perangkat: device,
};
