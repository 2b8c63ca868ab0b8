/** Put the reader at the summary of what must be mended, so that nobody hunts for it. */
export function focusSummary(root) {
  root.querySelector("[data-error-summary]")?.focus();
}
