import type { Wish } from "../model/mutation";
import { fromIso, iso, isoWeekday, startOfWeek } from "../model/day";
import { lists, type Now } from "../model/queries";
import type { Id, Priority, Todo } from "../model/row";
import { dayIn } from "../model/zone";
import { account, act, clock, newId, rows } from "./app.svelte";
import { ask, fold, matching, type Option, stopAsking } from "./ask.svelte";
import { dayText, longDay } from "./dates";
import { moveTo, prioritise, schedule, tag } from "./deeds.svelte";
import { dateIn } from "./quick/known";
import { say } from "./words/say";

/** Questions about todos, one or many: when, where to, how important, what about. */

export const SIGNS: Record<Priority, string> = { 4: "!!!", 3: "!!", 2: "!", 1: "↓", 0: "" };

export function askDate(todos: readonly Todo[]): void {
  const day = todayOf(clock());
  const on = (id: string, label: string, due: string | null): Option => ({
    id,
    label,
    icon: due === null ? "close" : "calendar",
    ...(due !== null && { note: longDay(fromIso(due)) }),
    run: () => {
      schedule(todos, { due });
    },
  });
  const week = startOfWeek(day, account()?.week_start ?? 1) + 7;
  const usual = [
    on("today", say("today"), iso(day)),
    on("tomorrow", say("tomorrow"), iso(day + 1)),
    ...(isoWeekday(day) < 5 ? [on("weekend", say("weekend"), iso(day + 6 - isoWeekday(day)))] : []),
    on("week", say("next_week"), iso(week)),
    on("none", say("no_date"), null),
  ];
  ask({
    label: say("ask_date"),
    options: (text) => {
      const fields = dateIn(text);
      if (!fields) return matching(usual, text);
      const due = typeof fields["due"] === "string" ? fields["due"] : undefined;
      const time = due?.slice(11) ?? "";
      const label = due ? `${dayText(fromIso(due), day)} ${time}`.trim() : text;
      const run = () => {
        schedule(todos, fields);
      };
      const note = due ? longDay(fromIso(due)) : say("repeats");
      return [{ id: "typed", label, note, icon: fields["recurrence"] ? "repeat" : "calendar", run }];
    },
  });
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
      keys: String(index + 1),
      run,
    };
  });
  ask({ label: say("priority"), options: (text) => matching(options.slice(0, 5), text) });
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
