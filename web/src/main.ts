import "./ui/look.css";

import { mount } from "svelte";

import App from "./ui/App.svelte";
import { begin } from "./ui/app.svelte";
import { loadBehind } from "./ui/behind";
import { ready } from "./ui/words/spoken.svelte";

const target = document.getElementById("app");
void ready().then(() => {
  if (target) mount(App, { target });
});
void begin().finally(loadBehind);
