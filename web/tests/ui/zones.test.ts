import { expect, test } from "vitest";

import { zoneNamed } from "../../src/ui/settings/zones";

test.each([
  ["Europe/Berlin", "Europe/Berlin"],
  [" europe/berlin ", "Europe/Berlin"],
  ["berlin", "Europe/Berlin"],
  ["new york", "America/New_York"],
  ["buenos aires", "America/Buenos_Aires"],
  ["utc", "UTC"],
  ["Atlantis", undefined],
  ["Europe", undefined],
  ["", undefined],
])("%s is the zone %s", (text, zone) => {
  expect(zoneNamed(text)).toBe(zone);
});
