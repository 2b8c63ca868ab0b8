/* How an interview leaves the device. Online: as the form it is. */

const PATIENCE = 6000; // ms

/** Send the form; false when the server cannot be reached, and then nothing was sent and the page stays. */
export async function deliver(form) {
  // A look first, since a browser's own error page would take the answers off the screen.
  if (!(await reachable(form.dataset.probe))) return false;
  form.submit();
  return true;
}

async function reachable(url) {
  const impatience = new AbortController();
  const timer = setTimeout(() => impatience.abort(), PATIENCE);
  try {
    await fetch(url, { method: "HEAD", cache: "no-store", signal: impatience.signal });
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
