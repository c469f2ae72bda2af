import type { Reminded } from "../../model/reminding";
import { rows } from "../app.svelte";
import { isOpen } from "../../model/queries";

/** Reminders whose time has come, until somebody has seen them or done what they are about. */

let come = $state.raw<readonly Reminded[]>([]);

export function reminders(): readonly Reminded[] {
  return come.filter(({ todo }) => {
    const row = rows().todo.get(todo);
    return row !== undefined && isOpen(row);
  });
}

export function show(due: readonly Reminded[]): void {
  const fresh = due.filter((it) => !come.some(({ todo }) => todo === it.todo));
  come = [...come, ...fresh];
}

export function seen({ todo }: Reminded): void {
  come = come.filter((it) => it.todo !== todo);
}
