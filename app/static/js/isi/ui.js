/* Screens are templates that the server rendered; here they are cloned and filled. Text only ever goes in as text.

     data-text="name"      the value's words
     data-if="name"        hidden unless the value says yes; "!name" the other way
     data-value="name"     the value of a form's field or of a progress bar
     <template data-each="name">   once for each of the list's items */

export function clone(id) {
  return document.getElementById(id).content.cloneNode(true);
}

export function fill(root, values) {
  for (const place of root.querySelectorAll("[data-text]")) place.textContent = values[place.dataset.text] ?? "";
  for (const place of root.querySelectorAll("[data-value]")) place.value = values[place.dataset.value] ?? "";
  for (const place of root.querySelectorAll("[data-if]")) {
    const [, not, name] = place.dataset.if.match(/^(!?)(.+)$/);
    place.hidden = Boolean(values[name]) === Boolean(not);
  }
  for (const pattern of root.querySelectorAll("template[data-each]")) {
    for (const item of values[pattern.dataset.each] ?? []) {
      const one = pattern.content.cloneNode(true);
      fill(one, item);
      item.drawn?.(one);
      pattern.before(one);
    }
  }
  return root;
}

const WHOLE = "li, button:not([data-act])"; // what carries an act is kept as it is or exchanged as a whole

/** Bring the children of `old` to those of `fresh`, touching only what differs: a finger on a button is not disturbed. */
export function exchange(old, fresh) {
  const [before, after] = [[...old.childNodes], [...fresh.childNodes]];
  after.forEach((node, place) => {
    const present = before[place];
    if (!present) old.append(node);
    else if (!present.isEqualNode(node)) exchangeOne(present, node);
  });
  for (const rest of before.slice(after.length)) rest.remove();
}

function exchangeOne(old, fresh) {
  const alike = old.nodeType === Node.ELEMENT_NODE && old.nodeName === fresh.nodeName && !old.matches(WHOLE);
  if (!alike) return old.replaceWith(fresh);
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) old.setAttribute(name, value);
  exchange(old, fresh);
}

/** Ask yes or no in a dialog of the shell; resolves to whether the act was chosen. */
export function confirm({ title, text, act, danger = false }) {
  const dialog = document.getElementById("tanya");
  fill(dialog, { title, text, act });
  const button = dialog.querySelector("[value='ya']");
  button.classList.toggle("button--danger", danger);
  button.classList.toggle("button--primary", !danger);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "ya"), { once: true });
  });
}
