"use strict";

// The pages work without this. It lets people see the password that they type, and takes the code out of a mailed
// link: what is behind # in an address is sent to no server, so that only a script can read it.

for (const button of document.querySelectorAll("button[data-reveals]")) {
  const input = document.getElementById(button.dataset.reveals);
  const show = (isShown) => {
    input.type = isShown ? "text" : "password";
    button.textContent = isShown ? "Hide" : "Show";
    button.setAttribute("aria-label", isShown ? "Hide the password" : "Show the password");
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    show(input.type === "password");
    input.focus();
  });
  // Browsers remember what was typed into a field of plain text.
  input.form.addEventListener("submit", () => show(false));
}

const code = document.querySelector("input[data-from-address]");
if (code && location.hash.length > 40) {
  code.value = location.hash.slice(1);
  code.closest(".field").hidden = true;
  history.replaceState(null, "", location.pathname);
  document.querySelector("input[type=password]")?.focus();
}
