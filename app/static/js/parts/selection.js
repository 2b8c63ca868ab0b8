/* A table whose rows can be picked: [data-selection] holds boxes [data-pick], one [data-pick-all], the bar
   [data-selection-bar] with the number in [data-selection-count], and [data-selection-clear]. */

/** Keep bar, number and row colour in step with the boxes, also after htmx exchanged the rows. */
export function followSelection() {
  document.addEventListener("change", ({ target }) => {
    const area = target.closest("[data-selection]");
    if (!area) return;
    if (target.matches("[data-pick-all]")) pick(area, target.checked);
    show(area);
  });
  document.addEventListener("click", ({ target }) => {
    const area = target.closest("[data-selection-clear]")?.closest("[data-selection]");
    if (!area) return;
    pick(area, false);
    show(area);
    area.querySelector("[data-pick-all], [data-pick]")?.focus();
  });
  document.addEventListener("htmx:afterSettle", showAll);
  window.addEventListener("pageshow", showAll); // "Back" restores ticked boxes without an event
  showAll();
}

function showAll() {
  document.querySelectorAll("[data-selection]").forEach(show);
}

function boxes(area) {
  return [...area.querySelectorAll("[data-pick]")];
}

function pick(area, checked) {
  for (const box of boxes(area)) if (!box.disabled) box.checked = checked;
}

function show(area) {
  const all = boxes(area);
  const picked = all.filter((box) => box.checked);
  for (const box of all) box.closest("tr")?.classList.toggle("is-selected", box.checked);
  for (const place of area.querySelectorAll("[data-selection-count]")) place.textContent = picked.length;
  for (const bar of area.querySelectorAll("[data-selection-bar]")) bar.hidden = picked.length === 0;
  const head = area.querySelector("[data-pick-all]");
  if (!head) return;
  head.checked = picked.length > 0 && picked.length === all.length;
  head.indeterminate = picked.length > 0 && !head.checked;
}
