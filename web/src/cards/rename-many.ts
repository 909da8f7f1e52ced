/** The titles with numbers: `Chapter 1`, `Chapter 2` … */
export function numbered(titles: readonly string[], word: string): string[] {
  return titles.map((_, at) => `${word.trim() || "Chapter"} ${at + 1}`);
}

/** The titles without what all of them begin with (`Bear hunt - `), up to a word's end; as they are when nothing would be left. */
export function withoutCommonStart(titles: readonly string[]): string[] {
  const [first = "", ...rest] = titles;
  let length = first.length;
  for (const title of rest) while (!title.startsWith(first.slice(0, length))) length -= 1;
  const start = /^.*[\s\-–—_.:,/]/.exec(first.slice(0, length))?.[0] ?? "";
  if (rest.length === 0 || start === "" || titles.some((title) => title.slice(start.length).trim() === ""))
    return [...titles];
  return titles.map((title) => title.slice(start.length).trim());
}

/** Where each title goes when they are put in order, numbers as numbers: `2` before `10`. */
export function inNaturalOrder(titles: readonly string[]): number[] {
  const compare = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" }).compare;
  return titles.map((_, at) => at).toSorted((one, other) => compare(titles[one] ?? "", titles[other] ?? ""));
}
