import { isSaid, say } from "./words/say";

/** Keys as commands name them: `q`, `g i` (one after the other), `Shift+ArrowDown`, `Alt+ArrowUp`, `Ctrl+k`. */

const SIGNS: Record<string, string> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Enter: "↵",
};

/** What a key press is called. Of letters Shift is in the letter; Ctrl is also the Command key. */
export function keyOf(event: KeyboardEvent): string {
  const { key } = event;
  const isLetter = key.length === 1;
  const name = key === " " ? "Space" : isLetter && (event.ctrlKey || event.metaKey) ? key.toLowerCase() : key;
  const held = [
    event.ctrlKey || event.metaKey ? "Ctrl" : "",
    event.altKey ? "Alt" : "",
    event.shiftKey && (!isLetter || event.ctrlKey || event.metaKey) ? "Shift" : "",
  ];
  return [...held.filter(Boolean), name].join("+");
}

/** As it stands on a keyboard of the person's language. */
export function keyName(keys: string): string {
  return keys
    .split(" ")
    .flatMap((it) => it.split("+").map((part) => partName(part, it.startsWith("Ctrl"))))
    .join(" ");
}

function partName(part: string, isWithCtrl: boolean): string {
  const key = `key_${part}`;
  if (isSaid(key)) return say(key);
  if (part.length > 1) return SIGNS[part] ?? part;
  if (/^[A-Z]$/.test(part)) return `${say("key_Shift")} ${part}`;
  return isWithCtrl ? part.toUpperCase() : part;
}

/** Where letters are text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "range"].includes(target.type);
  return target.isContentEditable || ["TEXTAREA", "SELECT"].includes(target.tagName);
}
