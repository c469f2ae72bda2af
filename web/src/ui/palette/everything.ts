import { lists } from "../../model/queries";
import { search } from "../../model/search";
import { rows } from "../app.svelte";
import { matching, type Option } from "../ask.svelte";
import { type Command, commands } from "../commands.svelte";
import { go, openTodo, path } from "../route.svelte";
import { listKeys } from "../shell/commands";
import { say } from "../words/say";

const MOST_TODOS = 8;

/** What there is from one place: commands with their keys, screens, lists, tags, and the todos that have the words. */
export function everything(text: string): Option[] {
  const found = matching([...verbs(), ...places()], text);
  return text.trim().length < 2 ? found : [...found.slice(0, 6), ...todos(text), ...found.slice(6), all(text)];
}

function verbs(): Option[] {
  return commands()
    .filter(({ isOnlyKey }) => !isOnlyKey)
    .sort((one, other) => rank(one) - rank(other))
    .map(({ id, label, keys: [keys], icon = "chevron", run }) => ({
      ...{ id: `do-${id}`, label, icon, run },
      ...(keys !== undefined && { keys }),
    }));
}

/** Adding comes first and what one looks up last. */
function rank({ id }: Command): number {
  return id === "add" ? 0 : id === "keys" ? 2 : 1;
}

function places(): Option[] {
  const named = (screen: "tag" | "filter") =>
    rows()
      [screen].inOrder()
      .filter((row) => row.deleted_at === null);
  const keys = listKeys();
  const option = (screen: "list" | "tag" | "filter", id: string, name: string): Option => ({
    id,
    label: name,
    note: say(`kind_${screen}`),
    icon: screen,
    run: () => {
      go(path(screen, id));
    },
  });
  return [
    ...lists(rows()).map(({ id, name }) => {
      const key = keys.get(id);
      return { ...option("list", id, name), ...(key !== undefined && { keys: key }) };
    }),
    ...named("filter").map(({ id, name }) => option("filter", id, name)),
    ...named("tag").map(({ id, name }) => option("tag", id, name)),
  ];
}

function todos(text: string): Option[] {
  return search(rows(), text, MOST_TODOS).map(({ id, title, status }) => ({
    id,
    label: title,
    icon: status === "open" ? "chevron" : "completed",
    run: () => {
      openTodo(id);
    },
  }));
}

function all(text: string): Option {
  const run = () => {
    go(`${path("search")}?q=${encodeURIComponent(text.trim())}`);
  };
  return { id: "search", label: `${say("search")}: ${text.trim()}`, icon: "search", keys: "/", run };
}
