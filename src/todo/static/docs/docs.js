/** Trying calls on the page of the API, with the browser's session or with a token that the person pastes. */

const MOST_CHARACTERS = 20_000; // of an answer that are shown
const SHOWN_HEADERS = ["content-type", "etag", "link", "location", "retry-after", "ratelimit", "www-authenticate"];

const token = /** @type {HTMLInputElement} */ (document.getElementById("bearer"));
const find = /** @type {HTMLInputElement} */ (document.getElementById("find"));
const contents = /** @type {HTMLDetailsElement} */ (document.getElementById("contents"));
const isWide = matchMedia("(min-width: 900px)");

/** Where the request goes, as the form has it. @param {HTMLFormElement} form */
function address(form) {
  const query = new URLSearchParams();
  let path = form.dataset.path ?? "";
  for (const input of inputs(form)) {
    if (input.dataset.place === "path") path = path.replace(`{${input.name}}`, encodeURIComponent(input.value));
    if (input.dataset.place === "query" && input.value) query.set(input.name, input.value);
  }
  return query.size ? `${path}?${query}` : path;
}

/** @param {HTMLFormElement} form */
function request(form) {
  const headers = new Headers({ "X-Requested-With": "todo" });
  for (const input of inputs(form)) {
    if (input.dataset.place === "header" && input.value) headers.set(input.name, input.value);
  }
  const body = form.querySelector("textarea")?.value;
  if (body !== undefined) headers.set("Content-Type", "application/json");
  const secret = token.value.trim();
  if (secret) headers.set("Authorization", `Bearer ${secret}`);
  const credentials = /** @type {RequestCredentials} */ (secret ? "omit" : "same-origin");
  return { method: form.dataset.method, headers, body, credentials, signal: AbortSignal.timeout(30_000) };
}

/** @param {HTMLFormElement} form */
function inputs(form) {
  return /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[data-place]"));
}

/** @param {HTMLFormElement} form */
async function send(form) {
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  const began = performance.now();
  button.disabled = true;
  try {
    const answer = await fetch(address(form), request(form));
    const text = await answer.text();
    tell(form, `${answer.status} ${answer.statusText}, ${Math.round(performance.now() - began)} ms`, answer.ok);
    show(form, [...told(answer.headers), "", pretty(text)].join("\n").trim());
  } catch (error) {
    const isOurs = error instanceof TypeError && !navigator.onLine;
    tell(form, isOurs ? "There is no connection." : `It was not sent: ${/** @type {Error} */ (error).message}`, false);
    show(form, "");
  } finally {
    button.disabled = false;
  }
}

/** @param {Headers} headers */
function told(headers) {
  return SHOWN_HEADERS.filter((name) => headers.has(name)).map((name) => `${name}: ${headers.get(name)}`);
}

/** @param {string} text */
function pretty(text) {
  let whole = text;
  try {
    whole = JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // not JSON: as it came
  }
  return whole.length > MOST_CHARACTERS ? `${whole.slice(0, MOST_CHARACTERS)}\n…` : whole;
}

/** @param {HTMLFormElement} form @param {string} text @param {boolean} isOk */
function tell(form, text, isOk) {
  const line = /** @type {HTMLElement} */ (form.querySelector(".told"));
  line.textContent = text;
  line.classList.toggle("refused", !isOk);
  line.hidden = false;
}

/** @param {HTMLFormElement} form @param {string} text */
function show(form, text) {
  const place = /** @type {HTMLElement} */ (form.querySelector(".answer"));
  place.textContent = text;
  place.hidden = !text;
}

/** Opens what the address names, and what it is in. */
function open() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named instanceof HTMLDetailsElement) {
    named.open = true;
    named.scrollIntoView();
  }
}

/** Shows only what has every word that was typed. */
function narrow() {
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const group of document.querySelectorAll(".group")) {
    let isAny = false;
    for (const operation of /** @type {NodeListOf<HTMLElement>} */ (group.querySelectorAll(".operation"))) {
      const text = (operation.querySelector("summary")?.textContent ?? "").toLowerCase();
      operation.hidden = !words.every((word) => text.includes(word));
      isAny ||= !operation.hidden;
      count += Number(!operation.hidden);
    }
    /** @type {HTMLElement} */ (group).hidden = !isAny;
  }
  const found = /** @type {HTMLElement} */ (document.getElementById("found"));
  found.textContent = words.length ? `${count} found` : "";
}

/** Says with whose session a call would be made. */
async function greet() {
  const who = /** @type {HTMLElement} */ (document.getElementById("who"));
  try {
    const answer = await fetch("/me", { headers: { "X-Requested-With": "todo" } });
    const account = answer.ok ? await answer.json() : null;
    if (account) who.textContent = `You are signed in${account.email ? ` as ${account.email}` : ""}.`;
    else
      who.replaceChildren("You are not signed in. ", link("/auth/login?next=/docs", "Sign in"), ", or paste a token.");
  } catch {
    who.textContent = "The server cannot be reached.";
  }
}

/** @param {string} to @param {string} text */
function link(to, text) {
  return Object.assign(document.createElement("a"), { href: to, textContent: text });
}

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form.try"))) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(form);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
}

for (const part of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#you, .find")))
  part.hidden = false;
contents.open = isWide.matches;
isWide.addEventListener("change", () => (contents.open = isWide.matches));
find.addEventListener("input", narrow);
addEventListener("hashchange", open);
open();
void greet();
