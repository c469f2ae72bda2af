import { expression, type Language } from "./language";

/** One match of a pattern: what the words in its slots mean. */
export class Slots {
  readonly found: RegExpExecArray;
  readonly language: Language;

  constructor(found: RegExpExecArray, language: Language) {
    this.found = found;
    this.language = language;
  }

  get start(): number {
    return this.found.index;
  }

  get end(): number {
    return this.found.index + this.found[0].length;
  }

  has(name: string): boolean {
    return Boolean(this.found.groups?.[name]);
  }

  /** The words in the slot as the tables have them: lower case, one space, straight apostrophes. */
  text(name: string): string {
    return plain(this.found.groups?.[name] ?? "");
  }

  /** Of a day, a year, `{n}`: by its digits or its word. */
  number(name: string): number {
    const words = this.text(name).replace(/^'/, "");
    const digits = /^[0-9]+/.exec(words);
    return digits ? Number(digits[0]) : (lookUp(this.language.numbers, words) ?? 0);
  }

  /** Of 2027 or of '27. */
  get year(): number {
    const year = this.number("year");
    return year > 0 && year < 100 ? year + 2000 : year;
  }

  get weekday(): number {
    const name = ["weekday", "full_weekday", "short_weekday"].find((it) => this.has(it)) ?? "weekday";
    return weekdayNumber(this.language, this.text(name));
  }

  get unit(): string {
    return lookUp(this.language.data.units, this.text("unit")) ?? "";
  }

  get month(): number {
    return lookUp(this.language.data.months, this.text("month")) ?? 0;
  }

  /** `HH:MM` */
  get daypart(): string {
    return lookUp(this.language.data.dayparts, this.text("daypart")) ?? "";
  }

  ordinal(name = "ordinal"): number {
    return ordinalNumber(this.language, this.text(name));
  }

  /** Of `15th`, `first` or, where the pattern has that, a mere number. */
  get dayOfMonth(): number {
    const name = ["nth", "nth_word", "day"].find((it) => this.has(it));
    return name === undefined ? 0 : this.number(name);
  }

  /** Of `15th` or `last`, whichever the pattern has. */
  get nthOrOrdinal(): number {
    return this.number("nth") || this.ordinal();
  }

  /** The words of a list such as `mon, wed and fri`; `one` is the slot of a single one. */
  each(name: string, one: string): string[] {
    const pattern = expression(`(?<!\\w)(?:${this.language.slots[one] ?? ""})(?!\\w)`, "giu");
    return [...(this.found.groups?.[name] ?? "").matchAll(pattern)].map((found) => plain(found[0]));
  }
}

export function plain(text: string): string {
  return text.toLowerCase().replaceAll("’", "'").replace(/\s+/g, " ").trim();
}

export function weekdayNumber(language: Language, word: string): number {
  const { weekdays, short_weekdays, plural_weekdays } = language.data;
  return lookUp(weekdays, word) ?? lookUp(short_weekdays, word) ?? lookUp(plural_weekdays, word) ?? 0;
}

/** 1 to 5 from the beginning, -1 is the last. */
export function ordinalNumber(language: Language, word: string): number {
  const digits = /^[0-9]+/.exec(word);
  return digits ? Number(digits[0]) : (lookUp(language.data.ordinals, word) ?? 0);
}

export function lookUp<T>(table: Record<string, T>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
