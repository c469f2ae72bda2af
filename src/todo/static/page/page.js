/**
 * The plain page: shows the todos of whoever is signed in and changes them through the API.
 *
 * A tick shows at once and is taken back if the server refuses it. What is typed stays until the server has it: the
 * draft bears the id of the todo that it will be, so that sending it again after a lost answer stores it once.
 */

import { ask, Refusal, uuid7 } from "./api.js";
import { today } from "./due.js";
import * as rows from "./rows.js";
import { DONE, OPEN } from "./rows.js";
import { explain, hush, say, take } from "./status.js";

/** @typedef {import("./rows.js").Todo} Todo */
/** @typedef {{ id: string, name: string | null, email: string | null, zone: string, zone_is_chosen: boolean }} Me */

/** @param {string} id @returns {any} */
const element = (id) => document.getElementById(id);
const title = /** @type {HTMLInputElement} */ (element("title"));
const due = /** @type {HTMLInputElement} */ (element("due"));

/** @type {Me} */ let me;
let draftId = uuid7();

async function start() {
  try {
    me = (await ask("GET", "/me")).body;
  } catch (problem) {
    if (!(problem instanceof Refusal) || problem.status !== 401) return explain(problem, start);
    element("welcome").hidden = false;
    return;
  }
  if (!me.zone_is_chosen) takeZone();
  recallDraft();
  element("who").textContent = me.name || me.email;
  await refresh();
  for (const id of ["person", "todos"]) element(id).hidden = false;
}

/** Days begin where the person is, until they say otherwise. */
function takeZone() {
  me.zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  ask("PATCH", "/me", { zone: me.zone }).catch(() => {}); // a browser may know a zone that the server does not
}

/** Shows what the server has now, as much of it as is shown already. */
async function refresh() {
  if (document.querySelector("li[aria-busy]")) return;
  try {
    const [account, ...pages] = await Promise.all(["/me", ...[OPEN, DONE].map(address)].map((path) => ask("GET", path)));
    if (account.body.id !== me.id) return location.reload(); // somebody else has signed in meanwhile
    const focused = document.activeElement?.closest("li")?.id;
    for (const [at, list] of [OPEN, DONE].entries()) {
      list.rows.replaceChildren();
      fill(list, pages[at]);
    }
    element("today").textContent = today(me.zone);
    element("todos").className = "loaded";
    if (focused) rows.focusOn(element(focused));
  } catch (problem) {
    explain(problem, refresh);
  }
}

/** @param {typeof OPEN} list */
function address(list) {
  return `${list.address}&limit=${Math.min(500, Math.max(50, list.rows.childElementCount))}`;
}

/** @param {typeof OPEN} list @param {{ body: Todo[], next: string | null }} page */
function fill(list, page) {
  list.next = page.next;
  list.more.hidden = !page.next;
  for (const todo of page.body) rows.show(todo, me.zone);
}

/** @param {typeof OPEN} list */
async function loadMore(list) {
  try {
    const last = list.rows.lastElementChild;
    fill(list, await ask("GET", list.next ?? list.address));
    rows.focusOn(last?.nextElementSibling);
  } catch (problem) {
    explain(problem, () => loadMore(list));
  }
}

/** @param {Event} [event] */
async function create(event) {
  event?.preventDefault();
  const form = element("add");
  const typed = { title: title.value, due: due.value };
  const todo = { title: typed.title.replace(/\p{Cc}+/gu, " ").trim(), due: typed.due || null };
  if (!todo.title || form.ariaBusy) return title.focus();
  form.ariaBusy = "true";
  try {
    const { body } = await store(todo);
    draftId = uuid7();
    write(title.value === typed.title ? "" : title.value, due.value === typed.due ? "" : due.value);
    hush(`Added ${todo.title}`);
    rows.slide(() => rows.show(body, me.zone));
  } catch (problem) {
    if (problem instanceof Refusal && problem.status === 409) draftId = uuid7(); // stored before, and deleted since
    explain(problem, create);
  }
  form.ariaBusy = null;
}

/** Stores the draft; if an earlier try has stored it as it was then, makes it what it is now.
 * @param {{ title: string, due: string | null }} todo */
async function store(todo) {
  try {
    return await ask("POST", "/todo", { id: draftId, ...todo });
  } catch (problem) {
    if (!(problem instanceof Refusal) || problem.status !== 409) throw problem;
    return ask("PATCH", `/todo/${draftId}`, todo);
  }
}

const draftKey = () => `draft of ${me.id}`;

function keepDraft() {
  due.classList.toggle("unset", !due.value);
  sessionStorage.setItem(draftKey(), JSON.stringify({ id: draftId, title: title.value, due: due.value }));
}

function recallDraft() {
  const draft = JSON.parse(sessionStorage.getItem(draftKey()) ?? "{}");
  draftId = draft.id ?? draftId;
  write(draft.title ?? "", draft.due ?? "");
}

/** @param {string} newTitle @param {string} newDue */
function write(newTitle, newDue) {
  title.value = newTitle;
  due.value = newDue;
  keepDraft();
}

/** @param {HTMLElement} row */
function tick(row) {
  const { id, title, status } = rows.todoOf(row);
  const [verb, word] = status === "open" ? ["complete", "Completed"] : ["reopen", "Reopened"];
  return change(row, async () => {
    const { body } = await ask("POST", `/todo/${id}/${verb}`);
    await Promise.allSettled(row.getAnimations({ subtree: true }).map((animation) => animation.finished));
    rows.slide(() => rows.show(body, me.zone));
    say(`${word} ${quoted(title)}`, "Undo", () => undo(() => ask("PATCH", `/todo/${id}`, { status })));
  });
}

/** @param {HTMLElement} row */
function remove(row) {
  const todo = rows.todoOf(row);
  return change(row, async () => {
    await ask("DELETE", `/todo/${todo.id}`);
    const gone = rows.rowsOf(todo);
    rows.slide(() => gone.forEach((each) => each.remove()));
    say(`Deleted ${quoted(todo.title)}`, "Undo", () =>
      undo(() => ask("POST", `/todo/${todo.id}/restore`), gone.map(rows.todoOf)),
    );
  });
}

/** @param {() => Promise<{ body: Todo }>} job @param {Todo[]} [others] what went with it */
async function undo(job, others = []) {
  try {
    const { body } = await job();
    rows.slide(() => [...others, body].forEach((todo) => rows.show(todo, me.zone)));
    rows.focusOn(element(body.id));
  } catch (problem) {
    explain(problem, () => undo(job, others));
  }
}

/** Does something with a row, one thing at a time. If it is refused, the row is again as it was.
 * @param {HTMLElement} row @param {() => Promise<void>} job */
async function change(row, job) {
  const next = row.nextElementSibling ?? row.previousElementSibling;
  const hadFocus = row.contains(document.activeElement);
  row.ariaBusy = "true";
  try {
    await job();
    if (hadFocus) rows.focusOn(next);
  } catch (problem) {
    rows.show(rows.todoOf(row), me.zone);
    explain(problem, () => change(row, job));
  }
  row.ariaBusy = null;
  rows.count();
}

/** @param {string} text */
const quoted = (text) => `“\u2068${text}\u2069”`; // isolated, so that its direction stays its own

async function signOut() {
  try {
    const { body } = await ask("POST", "/auth/logout");
    sessionStorage.clear();
    location.replace(body.next);
  } catch (problem) {
    explain(problem, signOut);
  }
}

/** @param {Event} event */
function touched(event) {
  const target = /** @type {Element} */ (event.target).closest("li input, li button");
  const row = target?.closest("li");
  if (!target || !row) return;
  if (row.ariaBusy) event.preventDefault();
  else if (target.matches("input")) tick(row);
  else remove(row);
}

element("add").addEventListener("submit", create);
element("add").addEventListener("input", keepDraft);
due.addEventListener("click", () => due.showPicker?.());
element("todos").addEventListener("click", touched);
element("sign-out").addEventListener("click", signOut);
for (const list of [OPEN, DONE]) list.more.addEventListener("click", () => loadMore(list));
addEventListener("online", () => take("Try again"));
addEventListener("pageshow", (event) => event.persisted && location.reload()); // what 'back' shows may be another's
document.addEventListener("visibilitychange", () => !document.hidden && me && refresh());
document.addEventListener("keydown", (event) => {
  const isTyping = /** @type {Element} */ (event.target).matches("form input");
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !isTyping) take("Undo");
});
start();
