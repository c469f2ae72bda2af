import fc from "fast-check";
import { expect, it } from "vitest";

import type { Todo } from "../../src/model/row";
import { Todos } from "../../src/model/todos";

/** Of every field that decides which part a todo is in, some values. */
const todo = fc.record({
  id: fc.constantFrom("1", "2", "3", "4", "5", "6"),
  position: fc.constantFrom("a", "b", "c", "d"),
  list: fc.constantFrom(null, "home", "work"),
  parent: fc.constantFrom(null, "1", "2"),
  status: fc.constantFrom("open", "done"),
  due: fc.constantFrom(null, "2026-12-01", "2026-12-02T09:00"),
  tags: fc.subarray(["home", "work"]),
  reminders: fc.constantFrom([], [{ before_minutes: 30 }]),
  deleted_at: fc.constantFrom(null, null, "2026-11-22T10:00:00Z"),
}) as unknown as fc.Arbitrary<Todo>;
const change = fc.oneof({ weight: 5, arbitrary: todo }, fc.constantFrom("1", "2", "3"), fc.constant(undefined));

function parts(todos: Todos): unknown {
  const of = (ids: Iterable<Todo>) => [...ids].map(({ id }) => id);
  const { openIn, overIn, below, dueOn, bearing, reminding, over } = todos;
  const all = [openIn, overIn, below, dueOn, bearing, reminding, over];
  return all.map((part) =>
    Object.fromEntries(
      [...part.sizes()]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([key, size]) => [key, [size, of(part.inOrder(key)), of(part.values(key)).sort()]]),
    ),
  );
}

it("keeps the parts as they would be if they were made anew after each change", () => {
  fc.assert(
    fc.property(fc.array(change), (changes) => {
      const kept = new Todos();
      parts(kept);

      for (const it of changes) {
        if (it === undefined) kept.clear();
        else if (typeof it === "string") kept.delete(it);
        else kept.set(it);

        const anew = new Todos();
        for (const row of kept.values()) anew.set(row);
        expect(parts(kept)).toEqual(parts(anew));
      }
    }),
  );
});
