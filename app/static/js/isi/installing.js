/* The browser's offer to put the app on the home screen, kept until a person asks for it. */

export function installing() {
  let offer = null;
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer = event;
  });
  window.addEventListener("appinstalled", () => (offer = null));
  return {
    possible: () => offer !== null,
    async ask() {
      await offer?.prompt();
      offer = null;
    },
  };
}
