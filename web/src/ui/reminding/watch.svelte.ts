import { untrack } from "svelte";

import { type Reminded, reminding } from "../../model/reminding";
import { account, now, rows } from "../app.svelte";
import { openTodo } from "../route.svelte";
import { say } from "../words/say";
import { show } from "./shown.svelte";

/**
 * Reminds of todos while this page is open: on the page in every tab, and by the system in the one tab that holds the
 * lock, where the person has allowed it. Nothing reminds of anything while no page is open.
 */

const KEY = "todo.reminded";
/** What came while nobody was there is still worth telling for so long. */
const LATE_MS = 3_600_000;
/** Devices sleep, and clocks are put right. */
const LONGEST_MS = 60_000;

/** Done when this is the tab that notifies. */
let first: Promise<void>;
let told: readonly Reminded[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

export function watchReminders(): void {
  first = lead();
  told = kept();
  $effect.root(() => {
    $effect(look);
  });
}

/** What arrives late from another device is told late, rather than not at all. */
function look(): void {
  clearTimeout(timer);
  const at = now();
  const { due, next } = reminding(rows().todo.reminding.values(""), account()?.zone ?? "UTC", at - LATE_MS, at);
  if (due.length > 0)
    untrack(() => {
      tell(due, at);
    });
  if (next !== undefined) timer = setTimeout(look, Math.min(next - at, LONGEST_MS));
}

function tell(due: readonly Reminded[], at: number): void {
  const fresh = due.filter((one) => !told.some((it) => it.todo === one.todo && it.at === one.at));
  if (fresh.length === 0) return;
  keep([...told.filter((it) => it.at > at - LATE_MS), ...fresh]);
  show(fresh);
  if (!("Notification" in globalThis) || Notification.permission !== "granted") return;
  void first.then(() => {
    // A tab that comes to lead only later has nothing to add: the one before it has told it.
    if (now() - at < LONGEST_MS) for (const { todo } of fresh) notify(rows().todo.get(todo)?.title ?? "", todo);
  });
}

function notify(title: string, id: string): void {
  try {
    const notification = new Notification(title, { tag: id, body: say("reminder"), icon: "/assets/mark.svg" });
    notification.onclick = () => {
      focus();
      openTodo(id);
    };
  } catch {
    // Browsers of phones have none from a page: there it is the page that says it.
  }
}

/** Without Web Locks each tab notifies: the system shows one, since they bear the same tag. */
function lead(): Promise<void> {
  const locks = (navigator as Partial<Navigator>).locks;
  if (!locks) return Promise.resolve();
  return new Promise((done) => {
    void locks.request("todo-reminders", () => {
      done();
      return new Promise(() => undefined);
    });
  });
}

function kept(): readonly Reminded[] {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "[]") as readonly Reminded[];
  } catch {
    return [];
  }
}

/** So that a page that is loaded again does not say it again. */
function keep(all: readonly Reminded[]): void {
  told = all;
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    // A browser that stores nothing: this page remembers it.
  }
}
