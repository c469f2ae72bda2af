import { account } from "./app.svelte";
import { locale } from "./words/say";
import { codeOf, keepTongue } from "./words/spoken.svelte";

/** Theme, density and language, as the page's root element knows them: look.css does the rest. */

export const DENSITIES = ["comfortable", "compact"] as const;
export type Density = (typeof DENSITIES)[number];

const [THEME, DENSITY, SWIPES] = ["todo.theme", "todo.density", "todo.swipes"];

let chosen = $state<Density>(kept(DENSITY) === "compact" ? "compact" : "comfortable");
let hasSwipes = $state(kept(SWIPES) !== "off");

/** How close the rows stand: of this device, since a phone and a desk differ. */
export function density(): Density {
  return chosen;
}

export function chooseDensity(to: Density): void {
  chosen = to;
  keep(DENSITY, to);
}

/** Whether a finger that goes sideways over a row does something: of this device. */
export function swipesOn(): boolean {
  return hasSwipes;
}

export function chooseSwipes(isOn: boolean): void {
  hasSwipes = isOn;
  keep(SWIPES, isOn ? "on" : "off");
}

const PAPER = { light: "#faf9f6", dark: "#131312" } as const; // --bg

/** For `$effect`: follows the account, and begins with what was shown here last. */
export function showAppearance(): void {
  const theme = account()?.theme ?? kept(THEME) ?? "system";
  const { dataset } = document.documentElement;
  dataset["theme"] = theme;
  dataset["density"] = chosen;
  document.documentElement.lang = codeOf(locale());
  colourFrame(theme);
  if (!account()) return;
  keep(THEME, theme);
  keepTongue(locale());
}

/** What surrounds the page on a phone, or where it is installed, has its colour. */
function colourFrame(theme: string): void {
  for (const meta of document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]")) {
    const system = meta.media.includes("dark") ? "dark" : "light";
    meta.content = PAPER[theme === "light" || theme === "dark" ? theme : system];
  }
}

function kept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // a browser that stores nothing
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // As above: it holds until the page is closed.
  }
}
