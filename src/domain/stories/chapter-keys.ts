import type { StoryState } from "./step.ts";

const mostCharacters = 24;

/** A key for each state, in their order: the passage's name in plain letters, a number behind it where that is taken. */
export function chapterKeys(states: readonly StoryState[]): readonly string[] {
  const taken = new Set<string>();
  return states.map(({ passage, asks }) => {
    const base = asks === undefined ? plain(passage) : `${plain(passage)}-asks`;
    let key = base;
    for (let number = 2; taken.has(key); number += 1) key = `${base}-${number}`;
    taken.add(key);
    return key;
  });
}

/** Small Latin letters, digits and hyphens; beginning with a letter, since players tell `8` from `08`. */
function plain(name: string): string {
  const letters = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, mostCharacters)
    .replace(/^-+|-+$/g, "");
  if (letters === "") return "passage";
  return /^[a-z]/.test(letters) ? letters : `p-${letters}`;
}
