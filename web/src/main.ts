import "./ui/look.css";

import { mount } from "svelte";

import App from "./ui/App.svelte";
import { begin } from "./ui/app.svelte";

const target = document.getElementById("app");
if (target) mount(App, { target });
void begin();
