import type { Token } from "../../model/quick/parse";

export interface Piece {
  readonly words: string;
  /** What the words are, if they are a token. */
  readonly kind: string | undefined;
}

/** The text cut at its tokens, whose places are in characters. */
export function pieces(text: string, tokens: readonly Token[]): Piece[] {
  const characters = Array.from(text);
  const found: Piece[] = [];
  let at = 0;
  for (const { start, end, kind } of tokens) {
    if (start > at) found.push({ words: characters.slice(at, start).join(""), kind: undefined });
    found.push({ words: characters.slice(start, end).join(""), kind });
    at = end;
  }
  if (at < characters.length) found.push({ words: characters.slice(at).join(""), kind: undefined });
  return found;
}
