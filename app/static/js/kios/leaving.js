/* Whether somebody is still there: after a while without a touch the kiosk asks, and then it begins anew. */

const QUIET = 45_000; // ms
const SECONDS = 10;
const SIGNS = ["pointerdown", "pointermove", "keydown", "input", "scroll", "wheel"];

/** `over()`: nobody is there any more. */
export function leaving({ dialogs, over }) {
  const ring = document.querySelector("[data-ring]");
  let running = false;
  let timer = null;
  let counting = null;
  let touched = 0;

  for (const sign of SIGNS) document.addEventListener(sign, rest, { passive: true, capture: true });
  const question = document.getElementById("masih");
  question.addEventListener("click", ({ target }) => target.closest("[data-act='discard']") ?? start());
  question.addEventListener("cancel", (event) => (event.preventDefault(), start()));
  // A tablet that slept has no timers: what counts is how long ago somebody was there.
  document.addEventListener("visibilitychange", () => {
    if (running && Date.now() - touched > QUIET + SECONDS * 1000) over();
  });

  function rest(event) {
    if (counting && event?.type === "keydown") event.stopPropagation(); // a key answers no question behind the dialog
    if (!running || counting) return;
    touched = Date.now();
    clearTimeout(timer);
    timer = setTimeout(() => ask("Masih di sini?"), QUIET);
  }

  /** Somebody is there, and may be away for so long from now on. */
  function start() {
    stop();
    running = true;
    rest();
  }

  function stop() {
    running = false;
    clearTimeout(timer);
    clearInterval(counting);
    counting = null;
    dialogs.close();
  }

  function ask(title) {
    if (!running || counting) return;
    clearTimeout(timer);
    let seconds = SECONDS;
    const tell = () => {
      dialogs.show("masih", { title, left: seconds });
      ring.setAttribute("stroke-dasharray", `${seconds} ${SECONDS}`);
    };
    counting = setInterval(() => (--seconds > 0 ? tell() : over()), 1000);
    tell();
  }

  return { start, stop, ask };
}
