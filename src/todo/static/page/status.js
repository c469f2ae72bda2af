/** The status line: one sentence at a time, and what can be done about it. It stays until the next one. */

import { Refusal } from "./api.js";

const SIGN_IN = "/auth/login?next=/";
const line = /** @type {HTMLElement} */ (document.getElementById("status"));

/** @param {string} text @param {string} [label] @param {string | (() => void)} [action] an address, or what to run */
export function say(text, label, action) {
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.append(made("p", text), label ? actor(label, action) : "", made("button", "×", hush));
  toast.lastElementChild?.setAttribute("aria-label", "Dismiss");
  line.replaceChildren(toast);
}

/** Empties the line, but for what only a screen reader says. */
export function hush(heard = "") {
  const hadFocus = line.contains(document.activeElement);
  line.replaceChildren(made("span", heard));
  if (hadFocus) document.getElementById("heading")?.focus();
}

/** Says why something has failed. Throws what is no Refusal. @param {unknown} problem @param {() => void} again */
export function explain(problem, again) {
  if (!(problem instanceof Refusal)) throw problem;
  const { status, message } = problem;
  if (status === 401) say("You are signed out. What you typed is kept.", "Sign in again", SIGN_IN);
  else if (status === 0 || status >= 429) say(`${message} Nothing is lost.`, "Try again", again);
  else say(message);
}

/** Does what the line offers under this label, if it does. @param {string} label */
export function take(label) {
  const offered = line.querySelector("button");
  if (offered?.textContent === label) offered.click();
}

/** @param {string} label @param {string | (() => void)} [action] */
function actor(label, action) {
  if (typeof action !== "string") return made("button", label, () => (hush(), action?.()));
  const link = made("a", label);
  link.setAttribute("href", action);
  return link;
}

/** @param {string} tag @param {string} text @param {() => void} [onClick] */
function made(tag, text, onClick) {
  const element = document.createElement(tag);
  element.textContent = text;
  if (onClick) element.addEventListener("click", () => onClick());
  return element;
}
