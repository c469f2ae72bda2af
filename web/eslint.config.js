import svelte from "eslint-plugin-svelte";
import ts from "typescript-eslint";

import svelteConfig from "./svelte.config.js";

/** What each folder may not import: model knows nothing of where it is stored, that nothing of sync, and nobody of ui. */
const BEYOND = {
  model: ["storage", "sync", "ui", "lib"],
  storage: ["sync", "ui"],
  sync: ["ui"],
};

const folders = Object.entries(BEYOND).map(([folder, forbidden]) => ({
  files: [`src/${folder}/**`],
  rules: {
    "no-restricted-imports": [
      "error",
      { patterns: forbidden.map((it) => ({ group: [`**/${it}/**`], message: `${folder}/ knows nothing of ${it}/` })) },
    ],
  },
}));

export default ts.config(
  { ignores: ["node_modules", "dist", ".svelte-kit"] },
  ...ts.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ["*.js"] },
        extraFileExtensions: [".svelte"],
        svelteConfig,
      },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "no-restricted-syntax": [
        "error",
        { selector: "ExportDefaultDeclaration", message: "Name what you export." },
        { selector: "TSEnumDeclaration", message: "A union of words is enough." },
      ],
    },
  },
  { files: ["**/*.svelte", "**/*.svelte.ts"], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    files: ["*.config.ts", "*.js"],
    rules: { "no-restricted-syntax": "off" },
    extends: [ts.configs.disableTypeChecked],
  },
  ...folders,
);
