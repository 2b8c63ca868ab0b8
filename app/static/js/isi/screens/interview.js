/* The petugas asks. */

import { interview, newDraft } from "../interviewing.js";

function draw(app, at, draft) {
  return interview(app, at, draft, {
    leave: () => app.router.leave("beranda"),
    done: ({ id }) => app.renew().then(() => app.router.leave("tersimpan", { id })),
  });
}

/** A new interview; one that was begun comes first, and a place that may not be asked at leads home. */
export const fresh = {
  title: "Wawancara",
  form: true,
  open({ world }) {
    if (world.draft) return "lanjut";
    return world.survey?.state === "berjalan" && world.questionnaire ? "wawancara" : "beranda";
  },
  draw: (app, at) => draw(app, at, newDraft(app.world, "petugas")),
};

/** The interview that was begun, where it was left; on a phone that was handed over it is locked again first. */
export const begun = {
  title: "Wawancara",
  form: true,
  open: ({ world }) => (world.draft?.collection === "serah_ponsel" ? "serahkan" : world.draft ? "lanjut" : "beranda"),
  draw: (app, at) => draw(app, at, app.world.draft),
};
