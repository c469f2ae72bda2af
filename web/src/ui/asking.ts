import type { Wish } from "../model/mutation";
import { fromIso, iso, isoWeekday, startOfWeek } from "../model/day";
import { lists, type Now } from "../model/queries";
import type { Id, Priority, Todo } from "../model/row";
import { dayIn } from "../model/zone";
import { account, act, clock, newId, rows } from "./app.svelte";
import { ask, fold, matching, type Option, stopAsking } from "./ask.svelte";
import { dayText, longDay } from "./dates";
import { moveTo, prioritise, schedule, setDeadline, tag } from "./deeds.svelte";
import { dateIn } from "./quick/known";
import { say } from "./words/say";

/** Questions about todos, one or many: when, where to, how important, what about. */

export const SIGNS: Record<Priority, string> = { 4: "!!!", 3: "!!", 2: "!", 1: "↓", 0: "" };

export function askDate(todos: readonly Todo[]): void {
  askWhen(say("ask_date"), (fields) => {
    schedule(todos, fields);
  });
}

export function askDeadline(todos: readonly Todo[]): void {
  askWhen(say("ask_deadline"), ({ due }) => {
    setDeadline(todos, due?.slice(0, 10) ?? null);
  });
}

type When = Pick<Partial<Todo>, "due" | "due_zone" | "recurrence">;

/** Days that are asked for often, each by a letter, and whatever else is typed. */
function askWhen(label: string, choose: (fields: When) => void): void {
  const day = todayOf(clock());
  const on = (id: string, text: string, due: string | null, keys?: string): Option => ({
    id,
    label: text,
    icon: due === null ? "close" : "calendar",
    ...(due !== null && { note: longDay(fromIso(due)) }),
    ...(keys !== undefined && { keys }),
    run: () => {
      choose({ due });
    },
  });
  const week = startOfWeek(day, account()?.week_start ?? 1) + 7;
  const usual = [
    on("today", say("today"), iso(day), "t"),
    on("tomorrow", say("tomorrow"), iso(day + 1), "m"),
    ...(isoWeekday(day) < 5 ? [on("weekend", say("weekend"), iso(day + 6 - isoWeekday(day)))] : []),
    on("week", say("next_week"), iso(week), "w"),
    on("none", say("no_date"), null, "n"),
  ];
  const typed = (text: string, fields: When): Option => {
    const label = fields.due ? `${dayText(fromIso(fields.due), day)} ${fields.due.slice(11)}`.trim() : text;
    const run = () => {
      choose(fields);
    };
    const note = fields.due ? longDay(fromIso(fields.due)) : say("repeats");
    return { id: "typed", label, note, icon: fields.recurrence ? "repeat" : "calendar", run };
  };
  const options = (text: string) => {
    const lettered = usual.filter(({ keys }) => keys === text);
    const fields = lettered.length > 0 ? undefined : dateIn(text);
    return fields ? [typed(text, fields)] : [...new Set([...lettered, ...matching(usual, text)])];
  };
  ask({ label, options, hasLetters: true });
}

export function askPriority(todos: readonly Todo[]): void {
  const levels: Priority[] = [4, 3, 2, 1, 0];
  const options = levels.map((level, index): Option => {
    const run = () => {
      prioritise(todos, level);
    };
    return {
      id: String(level),
      label: say(`priority_${level}`),
      note: SIGNS[level],
      icon: "flag",
      keys: level === 0 ? "0" : String(index + 1),
      run,
    };
  });
  ask({
    label: say("priority"),
    options: (text) => [...new Set([...options.filter(({ keys }) => keys === text), ...matching(options, text)])],
    hasLetters: true,
  });
}

export function askList(todos: readonly Todo[]): void {
  const option = (id: Id | null, label: string): Option => ({
    id: id ?? "inbox",
    label,
    icon: id === null ? "inbox" : "list",
    run: () => {
      moveTo(todos, id);
    },
  });
  const there = () => [option(null, say("inbox")), ...lists(rows()).map((list) => option(list.id, list.name))];
  ask({
    label: say("ask_list"),
    options: (text) => {
      const id = newId();
      const making: Wish = { name: "list.create", args: { id, name: text.trim() } };
      return withNew(there(), text, () => {
        moveTo(todos, id, [making]);
      });
    },
  });
}

export function askTags(todos: readonly Todo[]): void {
  const now = () => todos.flatMap(({ id }) => rows().todo.get(id) ?? []);
  const option = ({ id, name }: { id: Id; name: string }): Option => {
    const isOn = now().every(({ tags }) => tags.includes(id));
    const run = () => {
      tag(now(), id, !isOn);
    };
    return { id, label: name, icon: "tag", isOn, run };
  };
  ask({
    label: say("ask_tag"),
    options: (text) => {
      const there = rows()
        .tag.inOrder()
        .filter((it) => it.deleted_at === null);
      const id = newId();
      const making: Wish = { name: "tag.create", args: { id, name: text.trim() } };
      return withNew(there.map(option), text, () => {
        tag(now(), id, true, [making]);
      });
    },
  });
}

/** For a name: of something new, or another one for what is there. */
export function askName(label: string, begin: string, named: (name: string) => void): void {
  ask({
    label,
    begin,
    options: (text) => {
      const name = text.trim();
      if (!name) return [];
      const title = begin ? say("rename_to", { title: name }) : say("create", { title: name });
      const run = () => {
        named(name);
      };
      return [{ id: "name", label: title, icon: "plus", run }];
    },
  });
}

/** For `act` behind a question: closes it first. */
export function doing(label: string, ...wishes: Wish[]): void {
  stopAsking();
  act(label, ...wishes);
}

function withNew(there: readonly Option[], text: string, run: () => void): Option[] {
  const name = text.trim();
  const found = matching(there, text);
  if (!name || there.some(({ label }) => fold(label) === fold(name))) return found;
  return [...found, { id: "new", label: say("create", { title: name }), icon: "plus", run }];
}

function todayOf({ milliseconds, zone }: Now) {
  return dayIn(milliseconds, zone);
}
