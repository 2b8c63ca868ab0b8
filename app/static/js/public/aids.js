/* Larger letters, and reading aloud where the device has an Indonesian voice. */

const KEY = "potret:huruf-besar";

export function aids() {
  const box = document.querySelector("[data-aids]");
  bigger(box.querySelector("[data-bigger]"));
  if ("speechSynthesis" in window) reading(box.querySelector("[data-read]"));
  box.hidden = false;
}

function bigger(button) {
  const set = (on) => {
    document.documentElement.classList.toggle("is-bigger", on);
    button.setAttribute("aria-pressed", on);
  };
  set(remembered());
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    set(on);
    try {
      localStorage.setItem(KEY, on ? "1" : "");
    } catch {
      // Only this page is larger then.
    }
  });
}

function remembered() {
  try {
    return Boolean(localStorage.getItem(KEY));
  } catch {
    return false;
  }
}

function reading(button) {
  const voice = () => speechSynthesis.getVoices().find(({ lang }) => /^(id|ms)\b/i.test(lang));
  const offer = () => (button.hidden = !voice());
  speechSynthesis.addEventListener("voiceschanged", offer);
  offer();
  button.addEventListener("click", () => {
    const silent = !speechSynthesis.speaking;
    speechSynthesis.cancel();
    if (silent) say(visibleWords(), voice(), button);
  });
  window.addEventListener("popstate", () => speechSynthesis.cancel());
}

function say(text, voice, button) {
  const speech = new SpeechSynthesisUtterance(text);
  Object.assign(speech, { voice, lang: voice.lang, rate: 0.95 });
  speech.onstart = () => button.setAttribute("aria-pressed", "true");
  speech.onend = speech.onerror = () => button.setAttribute("aria-pressed", "false");
  speechSynthesis.speak(speech);
}

/** The question and its options, or the text of any other screen. */
function visibleWords() {
  const screen = document.querySelector("[data-screen]:not([hidden])") ?? document.querySelector("main");
  const parts = screen.querySelectorAll("h1, .where, .promise p, .question-text [lang=id], .answer-words, .about-label, .outcome p");
  return [...parts].map((part) => part.innerText).join(". ");
}
