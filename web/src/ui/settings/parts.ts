import type { Component } from "svelte";

import type { Said } from "../words/say";
import AccountPart from "./AccountPart.svelte";
import DataPart from "./DataPart.svelte";
import KeysPart from "./KeysPart.svelte";
import LanguagePart from "./LanguagePart.svelte";
import LookPart from "./LookPart.svelte";
import SessionsPart from "./SessionsPart.svelte";
import TokensPart from "./TokensPart.svelte";

interface Entry {
  /** In the address, behind /app/settings/. */
  readonly id: string;
  readonly title: Said;
  readonly part: Component;
}

export const PARTS: readonly [Entry, ...Entry[]] = [
  { id: "account", title: "settings_account", part: AccountPart },
  { id: "look", title: "settings_look", part: LookPart },
  { id: "language", title: "settings_language", part: LanguagePart },
  { id: "keys", title: "settings_keys", part: KeysPart },
  { id: "data", title: "settings_data", part: DataPart },
  { id: "access", title: "settings_access", part: TokensPart },
  { id: "sessions", title: "settings_sessions", part: SessionsPart },
];
