/** Let a person look at the password they typed. The button is hidden in the page until it can work. */
export function revealPasswords(root) {
  for (const button of root.querySelectorAll("[data-reveal][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", () => toggle(button));
  }
}

function toggle(button) {
  const input = document.getElementById(button.dataset.reveal);
  const shown = input.type === "password";
  input.type = shown ? "text" : "password";
  button.querySelector("[data-reveal-word]").textContent = shown ? "Sembunyikan" : "Tampilkan";
  button.querySelector("[data-reveal-off]").toggleAttribute("hidden", shown);
  button.querySelector("[data-reveal-on]").toggleAttribute("hidden", !shown);
  input.focus();
}
