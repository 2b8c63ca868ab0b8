/* A stack of paper, typed sheet by sheet: nine digits and Enter. Each row is saved at once, and stays in this browser
   until the server has it. Without this module the same row is a plain form. */

import { asked } from "./paper/asked.js";
import { cells } from "./paper/cells.js";
import { keeper } from "./paper/kept.js";
import { outbox, post } from "./paper/outbox.js";
import { pace } from "./paper/pace.js";
import { rows } from "./paper/rows.js";

const NO_ID = "00000000-0000-0000-0000-000000000000";

const area = document.querySelector("[data-paper]");
if (area) typing(area);

function typing(area) {
  const form = area.querySelector("[data-sheet]");
  const token = form.elements.csrf_token.value;
  const kept = keeper(area.dataset.key);
  const panel = asked(area);
  const list = rows(area);
  const speed = pace(document.querySelector("[data-pace]"), Number(area.dataset.expected) || 0);
  const row = cells(area, panel, { save, undo, leave }, remember);
  const box = outbox({ url: form.action, token, kept, told, troubled });
  let latest = null; // the id of the sheet saved last on this page
  let editing = null; // the id of the saved sheet that stands in the row
  let confirmed = ""; // the row that Enter was already pressed on although cells are empty

  // Saving

  function save() {
    const problem = row.problem();
    if (problem) return row.refuse(problem.input, problem.message);
    const number = row.number();
    if (list.taken(number, row.id())) {
      return row.refuse(form.elements.nomor, `Lembar ${number} sudah diketik. Periksa nomor lembarnya.`);
    }
    const open = row.empty();
    const now = JSON.stringify(row.values());
    if (open.length && confirmed !== now) {
      confirmed = now;
      const which = open.map((input) => input.closest("td").dataset.label).join(", ");
      return row.refuse(open[0], `Pertanyaan ${which} masih kosong. Tekan Enter sekali lagi bila memang tidak dijawab.`);
    }
    const sheet = { id: row.id(), number, values: row.values({ whole: true }), at: Date.now(), tried: editing !== null };
    list.draw(sheet);
    if (!editing) speed.saved(list.count());
    follow(number);
    latest = sheet.id;
    box.put(sheet);
    return panel.say(`Lembar ${number} diketik.`);
  }

  function follow(number) {
    const back = editing;
    leaveMark();
    kept.dropDraft();
    confirmed = "";
    row.fill(crypto.randomUUID(), back ? nextNumber() : number + 1);
    count();
    row.begin();
  }

  const nextNumber = () => Number(list.top()?.dataset.number ?? 0) + 1;

  function told(item, state, fact) {
    if (!list.find(item.id)) list.draw(item);
    const words = { saved: fact === false ? "Tidak dihitung" : "", wrong: fact };
    list.mark(item.id, state, words[state]);
    count();
  }

  function troubled(waiting, why) {
    const notice = area.querySelector("[data-unsent]");
    notice.hidden = !waiting;
    if (!waiting) return;
    notice.querySelector("[data-unsent-count]").textContent = `${waiting} lembar belum tersimpan di server, dan masih ada di peramban ini.`;
    notice.querySelector("[data-unsent-why]").textContent = why;
  }

  // Taking back and changing

  async function undo() {
    const last = list.find(latest) ?? list.top();
    if (!last) return panel.say("Belum ada lembar yang dapat dibatalkan.", true);
    if (row.touched()) return panel.say("Simpan atau kosongkan dulu baris yang sedang diketik.", true);
    return takeOut(last, { back: true });
  }

  /** Take a sheet out of the stack; with `back` its values return to the row in hand. */
  async function takeOut(line, { back }) {
    const { typing: id, number } = line.dataset;
    const values = list.valuesOf(line);
    await box.settled();
    if (box.mayHave(id)) {
      const answer = await post(area.dataset.remove.replace(NO_ID, id), token, { values: {} });
      if (answer.why || answer.refusal) return panel.say(answer.why ?? answer.refusal, true);
    }
    box.forget(id);
    line.remove();
    count();
    if (back) {
      row.fill(crypto.randomUUID(), number, values);
      remember();
      row.begin();
    }
    return panel.say(back ? `Lembar ${number} dibatalkan dan kembali ke baris ini.` : `Lembar ${number} dihapus.`);
  }

  function edit(line) {
    if (row.touched() && !editing) return panel.say("Simpan dulu lembar yang sedang diketik.", true);
    leaveMark();
    editing = line.dataset.typing;
    line.classList.add("is-edited");
    row.fill(editing, line.dataset.number, list.valuesOf(line));
    area.querySelector("[data-entry-state]").textContent = "Diubah";
    return row.begin();
  }

  function leave() {
    if (!editing) return;
    leaveMark();
    row.fill(crypto.randomUUID(), nextNumber());
    row.begin();
  }

  function leaveMark() {
    if (editing) list.find(editing)?.classList.remove("is-edited");
    editing = null;
    area.querySelector("[data-entry-state]").textContent = "Diketik";
  }

  // The page around it

  function remember() {
    if (!editing) kept.keepDraft({ id: row.id(), number: form.elements.nomor.value, values: row.values() });
  }

  function count() {
    document.querySelector("[data-count]").textContent = list.count();
    const empty = area.querySelector("[data-empty]");
    if (empty) empty.hidden = list.count() > 0;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  area.addEventListener("click", (event) => {
    const link = event.target.closest("[data-edit]");
    if (!link) return;
    event.preventDefault();
    edit(link.closest("[data-row]"));
  });
  area.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-removal]")) return;
    event.preventDefault();
    takeOut(event.target.closest("[data-row]"), { back: false });
  });
  document.querySelector("[data-undo]").addEventListener("click", undo);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F2") return;
    event.preventDefault();
    const whole = area.querySelector("[data-whole]");
    whole.open = !whole.open;
    if (whole.open) whole.scrollIntoView({ block: "nearest" });
    else row.begin();
  });

  // Begin: what this browser still keeps first, then the row where it was left

  document.querySelector("[data-legend]").hidden = false;
  for (const item of box.all()) {
    list.draw(item);
    list.mark(item.id, item.refused ? "wrong" : "waiting", item.refused);
  }
  box.send();
  const draft = area.hasAttribute("data-begun") ? null : kept.draft();
  if (area.hasAttribute("data-begun") && list.find(row.id())) {
    editing = row.id();
    list.find(editing).classList.add("is-edited");
  }
  if (draft && !list.find(draft.id)) row.fill(draft.id, draft.number, draft.values);
  else if (!draft && !editing && !area.hasAttribute("data-begun") && list.count()) row.fill(row.id(), nextNumber());
  count();
  row.begin();
}
