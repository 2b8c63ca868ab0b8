/** Open `<a data-dialog="id">` as a native dialog; where the dialog is missing, the link leads to the same question. */
export function openDialogs() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-dialog]");
    const dialog = link && document.getElementById(link.dataset.dialog);
    if (dialog?.showModal) {
      event.preventDefault();
      dialog.showModal();
    }
    // A click on the backdrop reports the dialog itself as its target.
    if (event.target instanceof HTMLDialogElement && outside(event, event.target)) event.target.close();
  });
}

function outside({ clientX, clientY }, dialog) {
  const box = dialog.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}
