import { clone, fill } from "../ui.js";
import { PLACE } from "../world.js";

export const place = {
  title: "Pilih layanan dan titik",
  draw(app, at) {
    const { places, place } = app.world;
    const groups = grouped(places);
    const offers = [...groups].map(([head, offered]) => ({
      head: groups.size > 1 ? head : "",
      places: offered.map((each) => ({
        layanan: each.layanan.name,
        titik: each.titik.name,
        current: each.key === place?.key,
        drawn: (one) => one.querySelector("button").addEventListener("click", () => choose(app, each.key)),
      })),
    }));
    at.append(fill(clone("layar-tempat"), { groups: offers }));
  },
};

function grouped(places) {
  const groups = new Map();
  for (const each of places) groups.set(each.upp.name, [...(groups.get(each.upp.name) ?? []), each]);
  return groups;
}

async function choose(app, key) {
  await app.settings.set(PLACE + app.world.person.id, key);
  history.replaceState({}, "", "#beranda");
  await app.renew();
  app.router.route();
}
