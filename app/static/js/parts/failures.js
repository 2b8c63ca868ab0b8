const OFFLINE = "Sambungan terputus. Periksa jaringan, lalu coba lagi.";
const REFUSED = "Permintaan belum berhasil. Muat ulang halaman, lalu coba lagi.";

/** Say in words when a part of the page could not be fetched; htmx by itself stays silent. */
export function explainFailures() {
  document.addEventListener("htmx:sendError", () => say(OFFLINE));
  document.addEventListener("htmx:timeout", () => say(OFFLINE));
  document.addEventListener("htmx:responseError", () => say(REFUSED));
}

function say(message) {
  const template = document.getElementById("pesan-gagal");
  const notice = template.content.firstElementChild.cloneNode(true);
  notice.querySelector("[data-message]").textContent = message;
  document.getElementById("pesan").replaceChildren(notice);
}
