/* The session on the server, which signing in opens and the app itself does not need: the device has its own token. */

import { get } from "./server.js";

const DOOR = "/isi"; // answers whoever is signed in, and leads others away

/** Return the page of whoever is signed in, null where nobody is, undefined where nobody answered. */
export async function signedIn() {
  const page = await get(DOOR);
  if (!page) return undefined;
  return page.status === 200 ? new DOMParser().parseFromString(await page.text(), "text/html") : null;
}

/** Return whether nobody is signed in any more. */
export async function endSession() {
  const page = await signedIn();
  if (!page) return page === null;
  const form = page.querySelector("form[action$='/keluar']");
  if (!form) return false;
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch("/keluar", { method: "POST", body, redirect: "manual" }).catch(() => null);
  return answer?.type === "opaqueredirect" || Boolean(answer?.ok);
}
