/** Of what a browser says that its person reads, best first: the first that this application speaks, and else English. */
export function tongueOf(languages: readonly string[]): string {
  for (const tag of languages) {
    const [code = "", ...rest] = tag.toLowerCase().split("-");
    // In English it is the region that says whether 3/4 is a day in April or in March.
    if (code === "en") return rest.includes("us") ? "en-US" : "en";
    if (code === "de" || code === "fr") return code;
  }
  return "en";
}
