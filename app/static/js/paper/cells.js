/* The row in hand: a digit fills its cell and goes on to the next; what is no answer is refused at the cell. */

const UNANSWERED = ["0", "-", " "];
const NOT_A_SCORE = "Isi 1, 2, 3, atau 4; 0 bila tidak dijawab.";

/** `asked`: the panel above. `act`: { save, undo, leave } for Enter, Ctrl+Z and Escape. `changed()`: after every change. */
export function cells(area, asked, act, changed) {
  const form = area.querySelector("[data-sheet]");
  const field = form.elements;
  const all = [...field].filter((input) => input.dataset.kind);
  const scores = all.filter((input) => input.dataset.kind === "score");
  const other = area.querySelector("[data-other]");
  const flow = () => all.filter((input) => input.name !== "nomor" && !input.closest("[hidden]"));

  for (const input of all) {
    if (input.dataset.kind === "score") input.removeAttribute("maxlength"); // so that a digit can replace a digit
    input.addEventListener("focus", () => arrive(input));
    input.addEventListener("input", () => typed(input));
    input.addEventListener("keydown", (event) => key(event, input));
  }

  function arrive(input) {
    asked.show(input.name);
    if (input.select && input.dataset.kind !== "text") input.select();
  }

  // Typing

  function typed(input) {
    input.removeAttribute("aria-invalid");
    if (input.dataset.kind === "score") score(input);
    else if (input.dataset.kind === "age") age(input);
    else if (input.dataset.kind === "choice") showOther();
    changed();
  }

  function score(input) {
    const sign = input.value.slice(-1);
    if (sign === "") return;
    if (!/[1-4]/.test(sign) && !UNANSWERED.includes(sign)) return refuse(input, NOT_A_SCORE);
    input.value = /[1-4]/.test(sign) ? sign : "-";
    fine(input, input.value === "-" ? "tidak dijawab" : `${sign} ${asked.words(input.name, sign)}`);
    next(input);
  }

  function age(input) {
    if (UNANSWERED.includes(input.value)) {
      input.value = "";
      return next(input);
    }
    const complete = input.value.length === 3 || (input.value.length === 2 && !/^1[01]$/.test(input.value));
    if (!complete && /^\d*$/.test(input.value)) return undefined;
    const problem = ageProblem(input);
    if (problem) return refuse(input, problem);
    fine(input, `${input.value} tahun`);
    return next(input);
  }

  function choose(input, sign) {
    const option = [...input.options].find((each) => each.dataset.key === sign.toUpperCase());
    if (!option && !UNANSWERED.includes(sign)) return refuse(input, "Kode itu tidak ada di daftar di atas.");
    input.value = option?.value ?? "";
    showOther();
    fine(input, option ? `${sign.toUpperCase()} ${option.dataset.label}` : "tidak dijawab");
    changed();
    return next(input);
  }

  function ageProblem(input) {
    const { min, max, tooYoung, tooOld, notANumber } = input.dataset;
    if (!input.value) return "";
    if (!/^\d+$/.test(input.value)) return notANumber;
    if (Number(input.value) < Number(min)) return tooYoung;
    return Number(input.value) > Number(max) ? tooOld : "";
  }

  function fine(input, words) {
    input.classList.remove("is-refused", "is-typed");
    void input.offsetWidth; // starts the flash anew
    input.classList.add("is-typed");
    asked.say(`${input.getAttribute("aria-label")}: ${words}`);
  }

  function refuse(input, message) {
    if (input.dataset.kind === "score") input.value = "";
    input.classList.add("is-refused");
    input.setAttribute("aria-invalid", "true");
    asked.say(message, true);
    input.focus();
    if (input.select) input.select();
  }

  // Moving

  function key(event, input) {
    const { key: sign } = event;
    if (event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && sign.toLowerCase() === "z" && input.dataset.kind !== "text") {
      event.preventDefault();
      if (!stepBack(input)) act.undo();
    } else if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    } else if (sign === "Enter") {
      event.preventDefault();
      act.save();
    } else if (sign === "Escape") act.leave();
    else if (sign === "Backspace" && input.dataset.kind === "score" && !input.value) {
      event.preventDefault();
      clear(previous(input));
    } else if (sign === "ArrowLeft" && moves(input, "left")) go(event, previous(input));
    else if (sign === "ArrowRight" && moves(input, "right")) go(event, following(input));
    else if (input.dataset.kind === "choice" && /^[0-9a-z -]$/i.test(sign)) {
      event.preventDefault();
      choose(input, sign);
    }
  }

  function moves(input, way) {
    if (input.dataset.kind === "score" || input.dataset.kind === "choice") return true;
    const end = way === "left" ? 0 : input.value.length;
    return input.selectionStart === end && input.selectionEnd === end;
  }

  function go(event, target) {
    event.preventDefault();
    target?.focus();
  }

  const previous = (input) => flow()[flow().indexOf(input) - 1];
  const following = (input) => flow()[flow().indexOf(input) + 1];
  const next = (input) => following(input)?.focus();

  /** Take back the last cell; false in an empty row. */
  function stepBack(input) {
    const filled = flow().filter((each) => each.value);
    const last = input.value ? input : filled[filled.length - 1];
    if (!last) return false;
    clear(last);
    return true;
  }

  function clear(input) {
    if (!input) return;
    input.value = "";
    showOther();
    changed();
    input.focus();
  }

  function showOther() {
    if (!other) return;
    other.hidden = field.pekerjaan.value !== "LAINNYA";
    if (other.hidden) field.pekerjaan_lain.value = "";
  }

  // The row as a whole

  /** Return what stands in the row; in a `whole` one an empty cell means that nothing was answered. */
  function values({ whole = false } = {}) {
    const said = Object.fromEntries(all.filter((input) => input.name !== "nomor").map((input) => [input.name, input.value.trim()]));
    if (whole) for (const input of scores) said[input.name] ||= "-";
    return said;
  }

  /** Return the first cell that stops the row from being saved, with the reason. */
  function problem() {
    if (!/^[1-9]\d{0,4}$/.test(field.nomor.value.trim())) return { input: field.nomor, message: "Tulis nomor lembarnya, misalnya 101." };
    const wrong = scores.find((input) => !/^[1-4-]?$/.test(input.value.trim()));
    if (wrong) return { input: wrong, message: NOT_A_SCORE };
    if (!scores.some((input) => /[1-4]/.test(input.value))) {
      return { input: scores[0], message: "Belum ada nilai yang diketik. Lembar kosong tidak perlu diketik." };
    }
    const years = field.usia && ageProblem(field.usia);
    return years ? { input: field.usia, message: years } : null;
  }

  function fill(id, number, said = {}) {
    field.id.value = id;
    field.nomor.value = number;
    for (const input of all) {
      if (input.name === "nomor") continue;
      const nothing = said[input.name] === null && input.dataset.kind === "score";
      input.value = nothing ? "-" : said[input.name] ?? "";
      input.classList.remove("is-refused", "is-typed");
      input.removeAttribute("aria-invalid");
    }
    showOther();
    if (said.pekerjaan_lain) field.pekerjaan_lain.value = said.pekerjaan_lain;
  }

  showOther();
  return {
    fill,
    values,
    problem,
    refuse,
    id: () => field.id.value,
    number: () => Number(field.nomor.value),
    touched: () => all.some((input) => input.name !== "nomor" && input.value),
    empty: () => scores.filter((input) => !input.value),
    begin: () => scores[0].focus(),
  };
}
