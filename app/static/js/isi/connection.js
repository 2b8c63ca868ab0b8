/* Whether the server can be reached. What counts is whether it answered last; the browser's own word is believed only
   when it says that there is no network at all. */

let answered = navigator.onLine !== false;
let last = 0;
const watchers = new Set();

export const connection = {
  online: () => answered && navigator.onLine !== false,
  answeredAt: () => last,
  watch: (watcher) => watchers.add(watcher),

  /** Say how an attempt to reach the server ended. */
  heard(answer) {
    if (answer) last = Date.now();
    const changed = answered !== answer;
    answered = answer;
    if (changed) tell();
  },
};

function tell() {
  for (const watcher of watchers) watcher();
}

for (const event of ["online", "offline"]) globalThis.addEventListener?.(event, tell);
