import type { Id, Priority, Reminder } from "../../model/row";
import { sentence } from "../../model/sentence";
import { dayIn } from "../../model/zone";
import { clock, rows } from "../app.svelte";
import { lengthText, localText } from "../date/local-text";
import { locale, say } from "../words/say";
import type { Shown } from "./happened";

/** A value of a field as the history says it. */
export function valueText(field: Shown, value: unknown): string {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) {
    return field === "list" ? say("inbox") : say("history_nothing");
  }
  const { milliseconds, zone } = clock();
  const today = dayIn(milliseconds, zone);
  switch (field) {
    case "due":
    case "start":
    case "deadline":
      return localText(value as string, today);
    case "duration_minutes":
      return lengthText(value as number);
    case "recurrence":
      return sentence(value as string, "due", locale());
    case "priority":
      return say(`priority_${value as Priority}`);
    case "status":
      return say(`todo_status_${value as "open" | "done" | "cancelled"}`);
    case "list":
    case "section":
      return rows()[field].get(value as Id)?.name ?? "…";
    case "parent":
      return rows().todo.get(value as Id)?.title ?? "…";
    case "tags":
      return (value as Id[]).map((id) => `@${rows().tag.get(id)?.name ?? "…"}`).join(" ");
    case "reminders":
      return (value as Reminder[]).map((it) => ("at" in it ? localText(it.at, today) : minutesBefore(it))).join(", ");
    case "title":
    case "notes":
      return value as string;
  }
}

function minutesBefore({ before_minutes: n }: { before_minutes: number }): string {
  return n === 0 ? say("todo_at_the_time") : say("todo_minutes_before", { n });
}
