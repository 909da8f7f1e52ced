import type { AudioUse } from "../../../src/http/schema/audio.ts";

/** What would have nothing to play: `the cards “Evening” and 2 more`. */
export function usesWords({ cards, streams }: AudioUse): string {
  const named = cards.length > 0 ? cards : streams;
  const kind = cards.length > 0 ? "card" : "stream";
  const first = named.slice(0, 3).map(({ title }) => `“${title}”`);
  const rest = named.length - first.length;
  return `the ${kind}${named.length === 1 ? "" : "s"} ${first.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
