import type { Option } from "../ask.svelte";
import { lettersOn } from "../commands.svelte";

/** So soon behind the key that has asked, a letter belongs to that key. */
const SOON_MS = 800;
/** And if no other follows it so soon, it is not the beginning of a word. */
const ALONE_MS = 400;

/** Answers a question by one letter: `t m` is tomorrow, and `t monday` is Monday. */
export interface Chord {
  begin(): void;
  /** When the key was pressed, which may be long before a busy page hears of it. */
  pressed(at: number): void;
  typed(text: string, options: readonly Option[]): void;
  end(): void;
}

export function chord(answer: (option: Option) => void): Chord {
  let [begun, last] = [-Infinity, -Infinity];
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    begin: () => {
      clearTimeout(timer);
      begun = last = performance.now();
    },
    pressed: (at) => {
      last = at;
    },
    typed: (text, options) => {
      clearTimeout(timer);
      const found = options.find(({ keys }) => keys === text);
      if (!found || !lettersOn() || last - begun > SOON_MS) return;
      timer = setTimeout(answer, ALONE_MS, found);
    },
    end: () => {
      clearTimeout(timer);
    },
  };
}
