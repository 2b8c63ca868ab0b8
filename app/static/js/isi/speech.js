/* Reads a screen aloud where the device has an Indonesian voice; without one there is no button. */

export function speech() {
  const synthesis = globalThis.speechSynthesis;
  const voice = () => synthesis?.getVoices().find(({ lang }) => /^id/i.test(lang));

  return {
    /** Call `found` when a voice is there, at once or as soon as the browser knows its voices. */
    ready(found) {
      if (voice()) return found();
      synthesis?.addEventListener?.("voiceschanged", () => voice() && found(), { once: true });
    },
    say(text) {
      synthesis.cancel();
      const words = new SpeechSynthesisUtterance(text);
      words.voice = voice();
      words.lang = "id-ID";
      synthesis.speak(words);
    },
    stop: () => synthesis?.cancel(),
  };
}
