/* What this device is, and how much room it has. */

const MB = 1_000_000;
const LITTLE_ROOM = 50 * MB;

/** Return words by which an admin recognises the device: "Redmi 9A · Chrome". */
export async function deviceLabel() {
  const { userAgent: agent, userAgentData: data } = navigator;
  const told = await data?.getHighEntropyValues?.(["model"]).catch(() => null);
  const brand = /Edg/.test(agent) ? "Edge" : /SamsungBrowser/.test(agent) ? "Samsung" : /Firefox/.test(agent) ? "Firefox" : /Chrome|CriOS/.test(agent) ? "Chrome" : /Safari/.test(agent) ? "Safari" : "Peramban";
  const system = /Android/.test(agent) ? "Android" : /iPhone/.test(agent) ? "iPhone" : /iPad/.test(agent) ? "iPad" : /Windows/.test(agent) ? "Windows" : /Mac/.test(agent) ? "Mac" : "Linux";
  return `${told?.model || agent.match(/Android [\d.]+; ([^;)]+)/)?.[1] || system} · ${brand}`;
}

let known = { persisted: null, free: null, little: false, tab: false };

/** Return what is known of {persisted, free, little, tab}: whether the browser promised to keep our data, bytes left,
    whether that is little, and whether this is a tab of iOS, whose data go after a week without a visit. */
export const storage = () => known;

/** Look again, and call `changed` when it is no longer what was known. */
export async function lookAtStorage(changed) {
  const now = await storageState();
  if (JSON.stringify(now) === JSON.stringify(known)) return;
  known = now;
  changed();
}

async function storageState() {
  const persisted = (await navigator.storage?.persisted?.().catch(() => null)) ?? null;
  const estimate = await navigator.storage?.estimate?.().catch(() => null);
  const free = estimate?.quota ? rough(estimate.quota - estimate.usage) : null;
  const ios = /iPhone|iPad/.test(navigator.userAgent);
  return { persisted, free, little: free !== null && free < LITTLE_ROOM, tab: ios && !navigator.standalone };
}

/** Return bytes in steps of a tenth of their size: what is shown need not follow every byte. */
function rough(bytes) {
  const step = 10 ** Math.max(5, Math.floor(Math.log10(Math.max(1, bytes))) - 1);
  return Math.floor(bytes / step) * step;
}
