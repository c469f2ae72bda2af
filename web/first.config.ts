import type { Plugin } from "vite";

const ASKED = /<link rel="modulepreload"( crossorigin) href=("[^"]*\/asked-[^"]*")>/;

/** The page begins with what asks who is there: Vite would have it fetched early, and run with all the rest. */
export function asksFirst(): Plugin {
  return {
    name: "asks-first",
    transformIndexHtml: {
      order: "post",
      handler: (html) => html.replace(ASKED, '<script type="module" async$1 src=$2></script>'),
    },
  };
}
