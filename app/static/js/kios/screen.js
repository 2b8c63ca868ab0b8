/* The tablet's screen: all of it, and awake. Browsers that cannot do one of these still ask. */

/** Take the whole screen; only a touch may do that. */
export function fullscreen() {
  if (document.fullscreenElement || matchMedia("(display-mode: fullscreen)").matches) return;
  document.documentElement.requestFullscreen?.({ navigationUI: "hide" }).catch(() => {});
}

/** Keep the screen on; the browser lets go of it whenever the page is out of sight. */
export function keepAwake() {
  const ask = () => document.visibilityState === "visible" && navigator.wakeLock?.request("screen").catch(() => {});
  document.addEventListener("visibilitychange", ask);
  ask();
}

/** Let the browser install this code's kiosk, and ask it to keep what is stored here. */
export function install(code) {
  const link = document.createElement("link");
  link.rel = "manifest";
  link.href = `/kios/${code}/aplikasi.webmanifest`;
  document.head.append(link);
  navigator.storage?.persist?.().catch(() => {});
}
