import { clone, fill } from "../ui.js";

export const people = {
  title: "Siapa yang mewawancarai?",
  live: true,
  draw(app, place) {
    const offered = app.world.people.map((person) => ({
      name: person.name,
      note: person.code ?? "",
      drawn(one) {
        one.querySelector("li").dataset.id = person.id;
        one.querySelector("button").addEventListener("click", () => choose(app, person.id));
      },
    }));
    place.append(fill(clone("layar-siapa"), { people: offered }));
  },
};

async function choose(app, id) {
  await app.settings.set("petugas", id);
  history.replaceState({}, "", "#beranda");
  await app.renew();
  app.router.route();
}
