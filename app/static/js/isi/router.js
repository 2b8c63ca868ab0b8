/* Which screen stands on the page: the address's #fragment says it, so that Back works, except where something comes
   first: a phone that was handed over, a device that nobody is set up on, a person who has not been chosen. */

import { screens } from "./screens/all.js";
import { exchange } from "./ui.js";

const FORM = /^(profil|saran|pertanyaan-\d+)$/;

export function router(app) {
  const place = document.querySelector("[data-layar]");
  const heading = document.querySelector("[data-heading]");
  const tabs = document.querySelector("[data-tabs]");
  const title = document.title;
  let current = null; // {name, screen, close, owns}
  let landing = null;
  let drawn = 0; // how often a screen was drawn

  /** Return the name of the screen that belongs on the page now. */
  function wanted() {
    const { lock, people, person, draft } = app.world;
    const hash = location.hash.slice(1);
    if (lock) return `serah-${lock.stage}`;
    if (!person) return people.length ? "siapa" : ["antrean", "perangkat"].includes(hash) ? hash : "pasang";
    if (FORM.test(hash)) return draft && draft.collection === "petugas" ? "lanjut" : "beranda";
    if (hash === "lanjut" && !draft) return "beranda";
    return screens[hash]?.open?.(app) ?? (screens[hash] && !screens[hash].hidden ? hash : "beranda");
  }

  /** Draw the wanted screen anew, unless a questionnaire is open: that one changes by its own taps only. */
  function route({ focus = true } = {}) {
    const name = wanted();
    drawn += 1;
    close();
    const screen = screens[name];
    document.title = `${screen.title} · ${title}`;
    heading.textContent = screen.title;
    tabs.hidden = !screen.tab;
    document.body.dataset.screen = name;
    for (const tab of tabs.querySelectorAll("a")) {
      if (tab.hash === `#${screen.tab}`) tab.setAttribute("aria-current", "page");
      else tab.removeAttribute("aria-current");
    }
    current = { name, screen };
    place.replaceChildren();
    Object.assign(current, screen.draw(app, place) ?? {});
    app.strip();
    if (screen.form) return;
    window.scrollTo(0, 0);
    if (focus) place.querySelector("[tabindex='-1']")?.focus({ preventScroll: true });
    app.updates.apply();
  }

  function close() {
    current?.close?.();
    document.body.classList.remove("is-larger", "is-training");
  }

  /** Show the world as it is now: draw a screen of facts again, and leave one that does not belong here any more. */
  function show() {
    if (!current) return;
    if (current.screen.form && current.keeps?.()) return;
    const name = wanted();
    if (name !== current.name) return route();
    if (!current.screen.live) return;
    const fresh = document.createElement("div");
    current.screen.draw(app, fresh);
    exchange(place, fresh);
  }

  function go(hash, state = {}) {
    history.pushState(state, "", `#${hash}`);
    route();
  }

  /** Leave a questionnaire for `hash`: its steps are taken out of the way, so that Back does not lead into them. */
  function leave(hash, state = {}) {
    const depth = history.state?.depth ?? 0;
    close();
    const arrive = async () => {
      history.replaceState(state, "", `#${hash}`);
      await settledAndRoute();
    };
    if (!depth) return arrive();
    landing = arrive;
    history.go(-depth);
  }

  async function moved() {
    if (landing) {
      const arrive = landing;
      landing = null;
      return arrive();
    }
    const hash = location.hash.slice(1);
    if (current?.owns?.(hash)) return;
    if (app.world.lock) return history.pushState(history.state, "", `#${current.here?.() ?? "serah"}`);
    if (current?.screen.form) return settledAndRoute();
    route();
  }

  /** Draw once what was answered last is kept, unless a tap has led somewhere else by then. */
  async function settledAndRoute() {
    const before = drawn;
    await app.settled();
    if (drawn === before) route();
  }

  async function begin() {
    window.addEventListener("popstate", moved);
    route({ focus: false });
  }

  return {
    begin,
    show,
    go,
    leave,
    route,
    idle: () => !current?.screen.form && !document.querySelector("dialog[open]"),
  };
}
