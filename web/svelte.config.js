/** @type {import("@sveltejs/vite-plugin-svelte").SvelteConfig} */
export default {
  compilerOptions: {
    // Shorter than Svelte's own names for the classes that bind styles to their component: they are in every element.
    cssHash: ({ hash, filename }) => `s-${hash(filename).slice(0, 4)}`,
  },
};
