const PATIENCE = 8000; // ms; afterwards the server or the network has failed, and trying again must be possible

/** Ignore the second press of an impatient double click on a form that changes something. */
export function sendOnce() {
  const sending = new WeakSet();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (sending.has(form)) event.preventDefault();
    sending.add(form);
    setTimeout(() => sending.delete(form), PATIENCE);
  });
}
