/* The dialogs of the shell; one at a time. */

import { fill } from "../isi/ui.js";

export function dialogs() {
  const present = () => document.querySelector("dialog[open]");

  return {
    open: () => Boolean(present()),
    close: () => present()?.close(),
    /** Show a dialog with these values, or change what an open one says. */
    show(id, values) {
      const dialog = document.getElementById(id);
      fill(dialog, values);
      if (dialog.open) return;
      present()?.close();
      dialog.showModal();
    },
  };
}
