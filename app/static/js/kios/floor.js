/* The kiosk's floor in the browser's history: whoever goes back (or forward) further than their own answers stands at the
   beginning again, and never on another page. */

const START = { kios: "awal" };

/** `asking()`: whether somebody answers now; `left()`: they went back beyond the first question. */
export function floor({ asking, left }) {
  const here = location.pathname;
  let homing = false;

  history.replaceState({ kios: "dasar" }, "", here);
  history.pushState(START, "", here);

  window.addEventListener("popstate", ({ state }) => {
    if (homing) {
      homing = false;
      return history.replaceState(START, "", here);
    }
    if (asking() && state?.draft) return; // interview/asking.js shows the question
    history.pushState(START, "", here);
    if (asking()) left();
  });

  return {
    /** Take the steps of the last answers out of the way, so that nobody walks back into them. */
    home() {
      if (homing) return;
      const depth = history.state?.depth ?? 0;
      if (!depth) return history.replaceState(START, "", here);
      homing = true;
      history.go(-depth);
    },
  };
}
