import { describe, expect, it } from "vitest";

import { inlines, markdown, ticked } from "../../src/ui/notes/markdown";

describe("Markdown in notes", () => {
  it("keeps paragraphs, and the line breaks within them", () => {
    expect(markdown("one\ntwo\n\nthree")).toEqual([
      {
        kind: "paragraph",
        inside: [{ kind: "text", text: "one" }, { kind: "break" }, { kind: "text", text: "two" }],
      },
      { kind: "paragraph", inside: [{ kind: "text", text: "three" }] },
    ]);
  });

  it("knows headings, rules, quotes and code", () => {
    const kinds = markdown("# A\n---\n> b\n```\n# no heading\n```").map(({ kind }) => kind);

    expect(kinds).toEqual(["heading", "rule", "quote", "code"]);
  });

  it("nests lists by what is further in", () => {
    const [list] = markdown("- a\n  - b\n- c");

    expect(list).toMatchObject({ kind: "list", items: [{ inside: [{ kind: "list" }] }, { inside: [] }] });
  });

  it("knows tasks, and ticks them where they stand", () => {
    const text = "Bring\n\n- [ ] bread\n- [x] salt";
    const [, list] = markdown(text);

    expect(list).toMatchObject({ items: [{ task: { isDone: false, line: 2 } }, { task: { isDone: true, line: 3 } }] });
    expect(ticked(text, 2)).toBe("Bring\n\n- [x] bread\n- [x] salt");
    expect(ticked(text, 3)).toBe("Bring\n\n- [ ] bread\n- [ ] salt");
  });

  it("leaves what only looks like a mark", () => {
    for (const text of ["2 * 3 * 4", "snake_case_name", "a ** b", "\u201cquoted\u201d", "5 > 3"]) {
      expect(inlines(text)).toEqual([{ kind: "text", text }]);
    }
  });

  it("makes links of safe addresses only", () => {
    expect(inlines("[a](https://example.org)")[0]).toMatchObject({ kind: "link", href: "https://example.org" });
    for (const href of ["javascript:alert(1)", "data:text/html,x", "JaVaScRiPt:x", "//example.org", "vbscript:x"]) {
      expect(inlines(`[a](${href})`)).toEqual([{ kind: "text", text: `[a](${href})` }]);
    }
    expect(inlines("see https://example.org/a.")[1]).toMatchObject({ kind: "link", href: "https://example.org/a" });
  });

  it("loses nothing of what is written in marks", () => {
    expect(inlines("**bold *and* more** `x` ~~gone~~")).toEqual([
      {
        kind: "strong",
        inside: [
          { kind: "text", text: "bold " },
          { kind: "em", inside: [{ kind: "text", text: "and" }] },
          { kind: "text", text: " more" },
        ],
      },
      { kind: "text", text: " " },
      { kind: "code", text: "x" },
      { kind: "text", text: " " },
      { kind: "del", inside: [{ kind: "text", text: "gone" }] },
    ]);
  });

  it("is quick with what nobody should write", () => {
    const begun = performance.now();

    markdown("> ".repeat(5000) + "x");
    markdown("*".repeat(10_000));
    markdown("[".repeat(10_000));
    markdown("- ".repeat(3000));

    expect(performance.now() - begun).toBeLessThan(2000);
  });
});
