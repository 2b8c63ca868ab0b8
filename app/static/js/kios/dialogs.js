/* The dialogs of the shell; one at a time. */

import { fill } from "../isi/ui.js";

export function dialogs() {
  let timer = null;
  const present = () => document.querySelector("dialog[open]");

  return {
    open: () => Boolean(present()),
    close: () => present()?.close(),
    /** Show a dialog with these values, or change what an open one says. `atMost`: ms after which it closes by itself. */
    show(id, values, { atMost } = {}) {
      const dialog = document.getElementById(id);
      fill(dialog, values);
      if (dialog.open) return;
      present()?.close();
      dialog.showModal();
      clearTimeout(timer);
      if (atMost) timer = setTimeout(() => dialog.close(), atMost);
    },
  };
}
