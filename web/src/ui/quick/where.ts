import type { Beginning } from "../../model/adding";
import { fromIso } from "../../model/day";
import { dayIn } from "../../model/zone";
import { clock, rows } from "../app.svelte";
import { dayText } from "../dates";
import { say } from "../words/say";

interface Made {
  readonly list?: string | null;
  readonly due?: string | null;
}

/** Where an added todo went, if that is not where it was typed: its list, and its day. */
export function whereElse({ list = null, due = null }: Made, beginning: Beginning): string | undefined {
  const isElsewhere = list !== (beginning.list ?? null);
  const isAnotherDay = due?.slice(0, 10) !== beginning.due?.slice(0, 10);
  if (!isElsewhere && !isAnotherDay) return undefined;
  const { milliseconds, zone } = clock();
  const name = list === null ? say("inbox") : (rows().list.get(list)?.name ?? say("inbox"));
  const day = due === null ? "" : dayText(fromIso(due), dayIn(milliseconds, zone));
  return [name, day].filter(Boolean).join(", ");
}
