import type { AudioUse } from "../../../src/http/schema/audio.ts";

/** Whether something plays it that would have nothing to play without it. */
export function isPlayed({ cards, streams, stories }: AudioUse): boolean {
  return cards.length + streams.length + stories.length > 0;
}

/** What would have nothing to play: `the cards “Evening” and 2 more`. */
export function usesWords({ cards, streams, stories }: AudioUse): string {
  const [one, many, named] =
    cards.length > 0
      ? (["card", "cards", cards] as const)
      : streams.length > 0
        ? (["stream", "streams", streams] as const)
        : (["story", "stories", stories] as const);
  const first = named.slice(0, 3).map(({ title }) => `“${title}”`);
  const rest = named.length - first.length;
  return `the ${named.length === 1 ? one : many} ${first.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
