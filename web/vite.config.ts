/// <reference types="vitest/config" />
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

import { asksFirst } from "./first.config.ts";
import { shipped } from "./shipped.config.ts";

/** What the program answers; the rest is of the application. */
const PROGRAM = ["sync", "events", "me", "import", "todo", "history", "token", "session", "auth", "docs", "static"].map(
  (it) => `/${it}`,
);

export default defineConfig({
  plugins: [svelte(), asksFirst(), shipped()],
  // Tests run in Node and want Svelte as browsers get it; these replace Vite's own, which a build needs.
  ...(process.env["VITEST"] && { resolve: { conditions: ["browser"] } }),
  build: {
    outDir: "../src/todo/web",
    emptyOutDir: true,
    target: "es2023",
    // Nothing is inline: the policy of the page forbids it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // What the first screen takes is one file: it compresses better than several, and none of it waits for another. What
    // asks who is there is another, which does not wait for that.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "asked", test: /src\/ui\/asked\.ts$/, priority: 1 },
            { name: "app", tags: ["$initial"] },
          ],
        },
      },
    },
  },
  server: {
    fs: { allow: [".."] },
    proxy: Object.fromEntries(PROGRAM.map((path) => [path, "http://127.0.0.1:8000"])),
  },
  // A test waits for a state, however slow the machine is.
  test: { include: ["tests/**/*.test.ts"], testTimeout: 120_000 },
});
