/* The panel above the grid: the wording of the cell in hand, and what was typed last. */

export function asked(area) {
  const panel = area.querySelector("[data-asked]");
  const said = panel.querySelector("[data-said]");
  panel.hidden = false;
  return {
    show(name) {
      for (const part of panel.querySelectorAll("[data-asked-of]")) part.hidden = part.dataset.askedOf !== name;
      for (const head of area.querySelectorAll("[data-head]")) head.classList.toggle("is-here", head.dataset.head === name);
    },
    words(name, key) {
      return panel.querySelector(`[data-asked-of="${name}"] [data-key="${key}"] [data-words]`)?.textContent ?? "";
    },
    say(text, wrong = false) {
      said.textContent = text;
      said.classList.toggle("is-wrong", wrong);
    },
  };
}
