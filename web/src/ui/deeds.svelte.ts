/* eslint-disable svelte/prefer-svelte-reactivity -- sets here are replaced, never changed */
import { flushSync } from "svelte";

import { fromIso } from "../model/day";
import type { Patch, Wish } from "../model/mutation";
import { dueDay, isOpen } from "../model/queries";
import type { Id, Priority, Todo } from "../model/row";
import { dayIn, putOn } from "../model/zone";
import { act, clock, redo as redoLast, rows, undo as undoLast } from "./app.svelte";
import { dayText } from "./dates";
import { passOn } from "./selection.svelte";
import { toast } from "./toast.svelte";
import { say } from "./words/say";

/** What people do to todos, one or many: each is one step of undo, and says what it did. */

const TICK_MS = 300;

/** Todos whose tick is being drawn: they look done while they leave. */
let ticking = $state.raw<ReadonlySet<Id>>(new Set());

export function isTicking(id: Id): boolean {
  return ticking.has(id);
}

export function complete(todos: readonly Todo[]): void {
  const open = todos.filter(isOpen);
  const [only] = open;
  if (!only) return;
  const ids = new Set(open.map(({ id }) => id));
  ticking = new Set([...ticking, ...ids]);
  passOn(open);
  flushSync();
  setTimeout(() => {
    ticking = new Set([...ticking].filter((id) => !ids.has(id)));
  }, TICK_MS);
  const text =
    open.length === 1 ? say("did_complete", { title: only.title }) : say("did_complete_n", { n: open.length });
  done(text, ...open.map(completion));
}

/** Completes, or opens again what is done already. */
export function toggle(todos: readonly Todo[]): void {
  if (todos.some(isOpen)) complete(todos);
  else done(say("did_reopen"), ...todos.map(({ id }): Wish => ({ name: "todo.reopen", args: { id } })));
}

export function remove(todos: readonly Todo[]): void {
  const [only] = todos;
  if (!only) return;
  passOn(todos);
  const text = todos.length === 1 ? say("did_delete", { title: only.title }) : say("did_delete_n", { n: todos.length });
  done(text, ...todos.map(({ id }): Wish => ({ name: "todo.delete", args: { id } })));
}

/** What the person said of when: fields as quick add gives them; a day alone keeps the time that there was. */
export function schedule(todos: readonly Todo[], fields: Pick<Partial<Todo>, "due" | "due_zone" | "recurrence">): void {
  const { due } = fields;
  const { milliseconds, zone } = clock();
  const text = due
    ? say("did_schedule", { when: dayText(fromIso(due), dayIn(milliseconds, zone)) })
    : say("did_unschedule");
  // Of what is due in another zone it is the day here that is meant.
  const dayThere = (todo: Todo, text: string) => fromIso(text) + fromIso(todo.due ?? text) - dueDay(todo, zone);
  const kept = (todo: Todo) =>
    due && due.length <= 10 && todo.due?.includes("T")
      ? { ...fields, due: putOn(todo.due, dayThere(todo, due)) }
      : fields;
  const cleared = due === null ? { recurrence: null } : {};
  done(text, ...todos.map((todo): Wish => ({ name: "todo.patch", args: { id: todo.id, ...kept(todo), ...cleared } })));
}

export function setDeadline(todos: readonly Todo[], day: string | null): void {
  const { milliseconds, zone } = clock();
  const text =
    day === null ? say("did_undeadline") : say("deadline", { when: dayText(fromIso(day), dayIn(milliseconds, zone)) });
  patch(text, todos, { deadline: day });
}

export function prioritise(todos: readonly Todo[], priority: Priority): void {
  patch(say("did_prioritise"), todos, { priority });
}

export function moveTo(todos: readonly Todo[], list: Id | null, before: readonly Wish[] = []): void {
  const where = list === null ? say("inbox") : (rows().list.get(list)?.name ?? nameIn(before) ?? "");
  const moves = todos.map(({ id }): Wish => ({ name: "todo.patch", args: { id, list, section: null, parent: null } }));
  done(say("did_move", { where }), ...before, ...moves);
}

export function tag(todos: readonly Todo[], id: Id, isOn: boolean, before: readonly Wish[] = []): void {
  const change = isOn ? { add: [id] } : { remove: [id] };
  done(
    say("did_tag"),
    ...before,
    ...todos.map((todo): Wish => ({ name: "todo.tag", args: { id: todo.id, ...change } })),
  );
}

export function patch(text: string, todos: readonly Todo[], fields: Omit<Patch<"todo">, "id">): void {
  const wish = (args: Patch<"todo">): Wish => ({ name: "todo.patch", args });
  done(text, ...todos.map(({ id }) => wish({ ...fields, id })));
}

/** Does it, and says it with a way back. */
export function done(text: string, ...wishes: readonly Wish[]): void {
  if (wishes.length === 0) return;
  act(text, ...wishes);
  toast(text, { undo: true });
}

export function undo(): void {
  const what = undoLast();
  toast(what === undefined ? say("nothing_to_undo") : say("did_undo", { what }));
}

export function redo(): void {
  const what = redoLast();
  toast(what === undefined ? say("nothing_to_redo") : say("did_redo", { what }), { undo: what !== undefined });
}

function completion({ id, occurrence }: Todo): Wish {
  return { name: "todo.complete", args: occurrence ? { id, occurrence } : { id } };
}

function nameIn(wishes: readonly Wish[]): string | undefined {
  const made = wishes.find((wish) => wish.name === "list.create");
  return made?.args.name;
}
