/**
 * Markdown as people write it in notes: paragraphs whose line breaks stay, headings, lists, tasks, quotes, code, links.
 * It becomes a tree of plain values that a component draws element by element: no HTML is ever made of text, so that
 * nothing that is written can run.
 */

export type Inline =
  | { readonly kind: "text" | "code"; readonly text: string }
  | { readonly kind: "strong" | "em" | "del"; readonly inside: readonly Inline[] }
  | { readonly kind: "link"; readonly href: string; readonly inside: readonly Inline[] }
  | { readonly kind: "break" };

export interface Item {
  readonly words: readonly Inline[];
  readonly inside: readonly Block[];
  /** Of a task `- [x]`: whether it is ticked, and the line on which it stands, from 0. */
  readonly task: { readonly isDone: boolean; readonly line: number } | undefined;
}

export type Block =
  | { readonly kind: "paragraph"; readonly inside: readonly Inline[] }
  | { readonly kind: "heading"; readonly level: number; readonly inside: readonly Inline[] }
  | { readonly kind: "list"; readonly isNumbered: boolean; readonly start: number; readonly items: readonly Item[] }
  | { readonly kind: "quote"; readonly inside: readonly Block[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "rule" };

interface Line {
  readonly text: string;
  readonly number: number;
}

const FENCE = /^ {0,3}(```+|~~~+)/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const RULE = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^( {0,3})([-*+]|(\d{1,9})[.)])(?:\s+(.*)|$)/;
const TASK = /^\[([ xX])\]\s+(.*)$/;
const DEEPEST = 12;

export function markdown(text: string): Block[] {
  const lines = text.replaceAll("\t", "    ").split(/\r?\n/u);
  return blocks(
    lines.map((line, number) => ({ text: line, number })),
    0,
  );
}

/** The notes with the task on that line ticked, or not any more. */
export function ticked(text: string, number: number): string {
  const lines = text.split("\n");
  lines[number] = (lines[number] ?? "").replace(/\[([ xX])\]/, (_, mark: string) => (mark === " " ? "[x]" : "[ ]"));
  return lines.join("\n");
}

function blocks(lines: readonly Line[], depth: number): Block[] {
  const found: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const rest = lines.slice(at);
    const [block, taken] = blockOf(rest, depth);
    if (block) found.push(block);
    at += taken;
  }
  return found;
}

/** The block that the lines begin with, and how many of them it takes. */
function blockOf(lines: readonly Line[], depth: number): [Block | undefined, number] {
  const text = lines[0]?.text ?? "";
  if (!text.trim()) return [undefined, 1];
  if (FENCE.test(text)) return fenced(lines);
  const heading = HEADING.exec(text);
  if (heading) return [{ kind: "heading", level: heading[1]?.length ?? 1, inside: inlines(heading[2] ?? "") }, 1];
  if (RULE.test(text)) return [{ kind: "rule" }, 1];
  if (QUOTE.test(text) && depth < DEEPEST) return quoted(lines, depth);
  if (ITEM.test(text) && depth < DEEPEST) return listed(lines, depth);
  return paragraph(lines);
}

function fenced(lines: readonly Line[]): [Block, number] {
  const fence = FENCE.exec(lines[0]?.text ?? "")?.[1] ?? "```";
  const end = lines.findIndex(({ text }, index) => index > 0 && text.trim().startsWith(fence));
  const until = end === -1 ? lines.length : end;
  const text = lines.slice(1, until).map((line) => line.text);
  return [{ kind: "code", text: text.join("\n") }, Math.min(lines.length, until + 1)];
}

function quoted(lines: readonly Line[], depth: number): [Block, number] {
  const count = run(lines, ({ text }) => QUOTE.test(text));
  const inside = lines.slice(0, count).map((line) => ({ ...line, text: line.text.replace(QUOTE, "") }));
  return [{ kind: "quote", inside: blocks(inside, depth + 1) }, count];
}

function listed(lines: readonly Line[], depth: number): [Block, number] {
  const first = ITEM.exec(lines[0]?.text ?? "");
  const isNumbered = first?.[3] !== undefined;
  const items: Item[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at];
    const found = ITEM.exec(line?.text ?? "");
    if (!line || !found || (found[3] !== undefined) !== isNumbered || RULE.test(line.text)) break;
    const count = 1 + run(lines.slice(at + 1), ({ text }) => /^ {2,}\S/.test(text));
    items.push(item(line, found[4] ?? "", lines.slice(at + 1, at + count), depth));
    at += count;
  }
  return [{ kind: "list", isNumbered, start: Number(first?.[3] ?? 1), items }, at];
}

function item(line: Line, text: string, below: readonly Line[], depth: number): Item {
  const task = TASK.exec(text);
  const indent = Math.min(...below.map((it) => it.text.search(/\S/)), 4);
  const inside = below.map((it) => ({ ...it, text: it.text.slice(indent) }));
  return {
    words: inlines(task?.[2] ?? text),
    inside: blocks(inside, depth + 1),
    task: task ? { isDone: task[1] !== " ", line: line.number } : undefined,
  };
}

function paragraph(lines: readonly Line[]): [Block, number] {
  const begins = (text: string) => [FENCE, HEADING, RULE, QUOTE, ITEM].some((it) => it.test(text));
  const count = Math.max(
    1,
    run(lines, ({ text }, index) => text.trim() !== "" && (index === 0 || !begins(text))),
  );
  const text = lines.slice(0, count).map((line) => line.text.trim());
  return [{ kind: "paragraph", inside: inlines(text.join("\n")) }, count];
}

/** How many lines from the first on are so. */
function run(lines: readonly Line[], isSo: (line: Line, index: number) => boolean): number {
  const end = lines.findIndex((line, index) => !isSo(line, index));
  return end === -1 ? lines.length : end;
}

const INLINE =
  /\\([\\`*_~[\](){}#+\-.!>])|(`+)(.+?)\2(?!`)|\*\*(?=\S)(.+?)(?<=\S)\*\*|~~(?=\S)(.+?)(?<=\S)~~|\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?!\*)|(?<![\p{L}\p{N}_])_(?=[^\s_])(.+?)(?<=[^\s_])_(?![\p{L}\p{N}_])|\[([^\]\n]+)\]\(([^()\s]+)\)|(https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]])|(\n)/u;
const LONGEST = 20_000;

/** Text with what stands out in it. What is very long is left as it is: to look through it would keep the screen waiting. */
export function inlines(text: string, depth = 0): Inline[] {
  const found: Inline[] = [];
  let left = text;
  while (left && depth < DEEPEST && text.length < LONGEST) {
    const match = INLINE.exec(left);
    if (!match) break;
    if (match.index > 0) found.push({ kind: "text", text: left.slice(0, match.index) });
    found.push(inlineOf(match, depth + 1));
    left = left.slice(match.index + match[0].length);
  }
  if (left) found.push({ kind: "text", text: left });
  return found;
}

function inlineOf(match: RegExpExecArray, depth: number): Inline {
  const [whole, escaped, , code, strong, del, star, underscore, label, href, address] = match;
  if (escaped !== undefined) return { kind: "text", text: escaped };
  if (code !== undefined) return { kind: "code", text: code.trim() || code };
  if (strong !== undefined) return { kind: "strong", inside: inlines(strong, depth) };
  if (del !== undefined) return { kind: "del", inside: inlines(del, depth) };
  const em = star ?? underscore;
  if (em !== undefined) return { kind: "em", inside: inlines(em, depth) };
  if (address !== undefined) return { kind: "link", href: address, inside: [{ kind: "text", text: address }] };
  if (label === undefined || href === undefined) return { kind: "break" };
  const safe = safeHref(href);
  return safe ? { kind: "link", href: safe, inside: inlines(label, depth) } : { kind: "text", text: whole };
}

/** Addresses that only show or write something; `javascript:` and `data:` stay words. */
function safeHref(text: string): string | undefined {
  return /^(?:https?:\/\/|mailto:|tel:)/i.test(text) ? text : undefined;
}
