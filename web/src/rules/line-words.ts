import type { RuleLine } from "../../../src/http/schema/rule.ts";

/** `Mon 19:30`. */
export function dayAndTime(atMs: number): string {
  const at = new Date(atMs);
  const time = at.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
  return `${at.toLocaleDateString(undefined, { weekday: "short" })} ${time}`;
}

/** What a rule did, in words: `stopped`, `would have: stopped`, `left it: …`. */
export function lineWords({ did, what, why }: RuleLine): string {
  switch (did) {
    case "acted":
      return `${what ?? "did something"}, because ${why}`;
    case "would-have-acted":
      return `would have (${what ?? "something"}), because ${why}`;
    case "was-overruled":
      return `left it: ${why}`;
    case "rested":
      return `rested: ${why}`;
    case "remarked":
      return why;
  }
}
