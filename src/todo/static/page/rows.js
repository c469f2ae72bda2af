/** The two lists as they are on the screen: the open todos, and below them the completed ones. */

import { inWords } from "./due.js";

/**
 * @typedef {{ id: string, title: string, status: "open" | "done" | "cancelled", parent: string | null,
 *   due: string | null, due_zone: string | null, position: string, updated_at: string }} Todo
 */

/** @param {string} id @returns {any} */
const element = (id) => document.getElementById(id);

/** Newest first. `rank` is what the server sorts by; `next` is the address of the page that is not loaded yet. */
export const OPEN = {
  rows: element("open"),
  more: element("more-open"),
  address: "/todo?status=open&sort=-position",
  rank: (/** @type {Todo} */ todo) => todo.position,
  next: /** @type {string | null} */ (null),
};

/** @type {typeof OPEN} */
export const DONE = {
  rows: element("done"),
  more: element("more-done"),
  address: "/todo?status=done,cancelled&sort=-updated_at",
  rank: (todo) => todo.updated_at,
  next: null,
};

/** @type {Map<string, Todo>} */
const shown = new Map();

/** The todo of a row. @param {Element} row @returns {Todo} */
export const todoOf = (row) => /** @type {Todo} */ (shown.get(row.id));

/** The todo's row, and those of what is below it. @param {Todo} todo @returns {Element[]} */
export function rowsOf(todo) {
  const below = [...shown.values()].filter((other) => other.parent === todo.id);
  return [element(todo.id) ?? [], ...below.map(rowsOf)].flat();
}

/** Draws the todo as it is now, in its place. @param {Todo} todo @param {string} zone the person's */
export function show(todo, zone) {
  shown.set(todo.id, todo);
  const row = element(todo.id) ?? element("row").content.cloneNode(true).firstElementChild;
  const [box, title, time, remove] = row.querySelectorAll("input, .title, time, button");
  const due = todo.due ? inWords(todo.due, todo.due_zone, zone) : { words: "", isOver: false };
  row.id = todo.id;
  row.className = todo.status;
  box.checked = todo.status !== "open";
  box.ariaLabel = title.textContent = todo.title;
  time.textContent = due.words;
  time.dateTime = todo.due ?? "";
  time.className = due.isOver && !box.checked ? "over" : "";
  remove.ariaLabel = `Delete ${todo.title}`;
  place(row, todo);
}

/** Touches nothing that stands where it should: moving an element takes the focus from it.
 * @param {Element} row @param {Todo} todo */
function place(row, todo) {
  const { rows, rank } = todo.status === "open" ? OPEN : DONE;
  const isBehind = (/** @type {Element} */ other) => other !== row && rank(todoOf(other)) < rank(todo);
  const behind = [...rows.children].find(isBehind) ?? null;
  if (row.parentElement !== rows || row.nextElementSibling !== behind) rows.insertBefore(row, behind);
  count();
}

export function count() {
  const number = DONE.rows.childElementCount;
  element("count").textContent = `${number}${DONE.next ? "+" : ""}`;
}

/** Runs what moves rows, and lets everything slide from where it was. @param {() => void} move */
export function slide(move) {
  const things = [...document.querySelectorAll(".rows > li, .more, summary")];
  const tops = things.map((thing) => thing.getBoundingClientRect().top);
  move();
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  for (const [at, thing] of things.entries()) {
    const from = tops[at] - thing.getBoundingClientRect().top;
    if (from) thing.animate({ transform: [`translateY(${from}px)`, "none"] }, { duration: 160, easing: "ease-out" });
  }
}

/** @param {Element | null | undefined} row the heading takes its place if there is none */
export function focusOn(row) {
  (row?.querySelector("input") ?? element("heading")).focus();
}
