import { detail } from "./detail";
import { settings } from "./settings";
import { shell } from "./shell";

/** Every text of the application: one file for each part of it. */
export const CATALOGUE = { ...shell, ...detail, ...settings };
