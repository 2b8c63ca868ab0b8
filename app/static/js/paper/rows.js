/* The saved rows: drawn from the empty one that the server gives along, the last number on top. */

const NOTHING = "–";

export function rows(area) {
  const body = area.querySelector("[data-rows]");
  const blank = area.querySelector("[data-blank]").content.querySelector("tr");
  const states = area.querySelector("[data-states]").content;

  const find = (id) => body.querySelector(`[data-typing="${id}"]`);

  /** Draw a sheet, new or changed. */
  function draw({ id, number, values }) {
    const before = find(id);
    const row = blank.cloneNode(true);
    Object.assign(row.dataset, { typing: id, number, values: JSON.stringify(values) });
    for (const cell of row.querySelectorAll("[data-cell]")) fill(cell, number, values);
    for (const act of row.querySelectorAll("[aria-label$='lembar'], [aria-label^='Ubah lembar']")) {
      act.setAttribute("aria-label", `${act.getAttribute("aria-label").trim()} ${number}`);
    }
    row.classList.add("is-new");
    if (before && before.dataset.number === String(number)) before.replaceWith(row);
    else {
      before?.remove();
      const next = [...body.children].find((other) => Number(other.dataset.number) < number);
      body.insertBefore(row, next ?? null);
    }
    return row;
  }

  function fill(cell, number, values) {
    const name = cell.dataset.cell;
    if (name === "nomor") cell.textContent = number;
    else if (name === "saran") show(cell.querySelector("[data-has-saran]"), values.saran);
    else if (name !== "keadaan") cell.textContent = word(name, values[name]);
  }

  function word(name, value) {
    if (!value || value === "-") return NOTHING;
    if (name === "jenis_kelamin") return value;
    return area.querySelector(`#${name} option[value="${value}"]`)?.dataset.label ?? value;
  }

  function show(mark, saran) {
    mark.hidden = !saran;
    mark.title = saran ?? "";
  }

  function mark(id, state, message) {
    const cell = find(id)?.querySelector("[data-cell='keadaan']");
    if (!cell) return;
    const face = states.querySelector(`[data-state="${state}"]`).cloneNode(true);
    if (message) face.querySelector("[data-state-word]").textContent = message;
    cell.replaceChildren(face);
  }

  return {
    find,
    draw,
    mark,
    count: () => body.children.length,
    top: () => body.firstElementChild,
    taken: (number, id) => [...body.children].some((row) => row.dataset.number === String(number) && row.dataset.typing !== id),
    valuesOf: (row) => JSON.parse(row.dataset.values),
  };
}
