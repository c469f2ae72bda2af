/** What is said, by its key: in English, German and French. `{n}` is filled in, and chooses between `one todo|{n} todos`. */
export type Area = Readonly<Record<string, readonly [en: string, de: string, fr: string]>>;
