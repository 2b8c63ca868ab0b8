/* The day in tally marks, five by five: solid sent, half waiting, "!" attention, empty still to do. The marks are those
   that the server drew into the shell. */

import { number } from "./words.js";

const FIVE = 5;
const STEP = 17; // from mark to mark, in the drawing's own units
const MANY = 8; // fives

export function tally({ sent, waiting, attention, done, target }) {
  const total = Math.max(done, target);
  if (!total) return [];
  const pattern = document.getElementById("turus").content.firstElementChild;
  const marks = [
    ...Array(sent).fill("sent"),
    ...Array(waiting).fill("waiting"),
    ...Array(attention).fill("attention"),
    ...Array(total - done).fill("open"),
  ];
  const all = pattern.cloneNode(false);
  all.setAttribute("aria-label", label({ sent, waiting, attention, done, total }));
  for (let start = 0; start < marks.length; start += FIVE) all.append(five(pattern, marks.slice(start, start + FIVE)));
  all.classList.toggle("tally--many", all.children.length > MANY);
  return [all];
}

function five(pattern, marks) {
  const group = pattern.querySelector(".tally__five").cloneNode(false);
  marks.forEach((mark, place) => {
    const drawn = pattern.querySelector(`.tally__mark--${mark}`).cloneNode(true);
    drawn.setAttribute("transform", `translate(${place * STEP} 0)`);
    group.append(drawn);
  });
  return group;
}

function label({ sent, waiting, attention, done, total }) {
  const parts = [[sent, "terkirim"], [waiting, "menunggu"], [attention, "perlu perhatian"]].filter(([count]) => count);
  const told = parts.map(([count, word]) => `${number(count)} ${word}`).join(", ");
  return `${number(done)} dari ${number(total)} wawancara${told && `: ${told}`}`;
}
