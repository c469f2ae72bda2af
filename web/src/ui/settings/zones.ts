/** Time zones by their names of the IANA database, as far as this browser knows them. */

let known: readonly string[] | undefined;

export function zones(): readonly string[] {
  known ??= [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC"])];
  return known;
}

/** The zone that somebody means by `Europe/Berlin`, `berlin` or `new york`; undefined if it is none, or one of several. */
export function zoneNamed(text: string): string | undefined {
  const wanted = plain(text);
  if (wanted === "") return undefined;
  const same = zones().find((zone) => plain(zone) === wanted);
  if (same) return same;
  const cities = zones().filter((zone) => plain(zone).endsWith(`/${wanted}`));
  return cities.length === 1 ? cities[0] : canonical(text.trim());
}

/** One that the list leaves out, such as the older name of another. */
function canonical(text: string): string | undefined {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

function plain(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, " ");
}
