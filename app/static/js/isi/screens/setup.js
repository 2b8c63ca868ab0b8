import { clone, fill } from "../ui.js";
import { number } from "../words.js";

export const setup = {
  title: "Siapkan perangkat",
  live: true,
  draw(app, place) {
    const { known, entries } = app.world;
    const waiting = entries.length && number(entries.length);
    place.append(fill(clone("layar-pasang"), { empty: !known.length, waiting, problem: app.problem }));
  },
};
