/* Numbers and times as Indonesians write them. */

const numbers = new Intl.NumberFormat("id-ID");
const MONTHS = "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des".split(" ");

export const number = (value) => numbers.format(value);

/** 10.42 */
export function clock(moment) {
  const at = new Date(moment);
  return `${String(at.getHours()).padStart(2, "0")}.${String(at.getMinutes()).padStart(2, "0")}`;
}

/** 24 Nov; a date like 2026-11-30 is the day it names, in every zone. */
export function day(moment) {
  const at = typeof moment === "string" ? new Date(`${moment.slice(0, 10)}T12:00`) : new Date(moment);
  return `${at.getDate()} ${MONTHS[at.getMonth()]}`;
}

/** 10.42 today, 23 Nov 10.42 on other days. */
export function when(moment) {
  return isToday(moment) ? clock(moment) : `${day(moment)} ${clock(moment)}`;
}

export function midnight(moment = Date.now()) {
  return new Date(moment).setHours(0, 0, 0, 0);
}

export function isToday(moment) {
  return midnight(moment) === midnight();
}


/** 1 menit 52 detik */
export function duration(ms) {
  const seconds = Math.round(ms / 1000);
  const parts = [[Math.floor(seconds / 60), "menit"], [seconds % 60, "detik"]].filter(([amount]) => amount);
  return parts.map(([amount, unit]) => `${amount} ${unit}`).join(" ") || "0 detik";
}

/** 40 detik, 3 menit: how long until something, rounded up. */
export function until(moment) {
  const seconds = Math.max(1, Math.ceil((moment - Date.now()) / 1000));
  return seconds < 90 ? `${seconds} detik` : `${Math.ceil(seconds / 60)} menit`;
}

/** 1,4 MB */
export function size(bytes) {
  const amount = bytes / 1_000_000;
  return `${new Intl.NumberFormat("id-ID", { maximumFractionDigits: amount < 10 ? 1 : 0 }).format(amount)} MB`;
}
