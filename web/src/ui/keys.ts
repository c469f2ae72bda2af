/** Keys as commands name them: `q`, `g i` (one after the other), `Shift+ArrowDown`, `Alt+ArrowUp`, `Ctrl+k`. */

const NAMES: Record<string, string> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Delete: "Del",
  Enter: "↵",
  Escape: "Esc",
  " ": "Space",
  Space: "Space",
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

/** As it stands on a keyboard. */
export function keyName(keys: string): string {
  return keys
    .split(" ")
    .map((it) =>
      it
        .split("+")
        .map(
          (part) =>
            NAMES[part] ?? (/^[A-Z]$/.test(part) ? `Shift ${part}` : part.length === 1 ? part.toLowerCase() : part),
        )
        .map((part) => (part === "k" && it.startsWith("Ctrl") ? "K" : part))
        .join(" "),
    )
    .join(" ");
}

/** Where letters are text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "range"].includes(target.type);
  return target.isContentEditable || ["TEXTAREA", "SELECT"].includes(target.tagName);
}
