import type { PlayerId } from "../ids.ts";

/**
 * Which player a request comes from: players do not say, so it is reckoned. The one that plays the card, if it is one alone and
 * does not ask from somewhere else at this very time; else the one that asked from here last, if it may be; else nobody knows.
 */
export function whoAsks(known: {
  /** Players that say that they play the card. */
  readonly holders: readonly PlayerId[];
  /** Those that are in the middle of listening from another place. */
  readonly elsewhere: ReadonlySet<PlayerId>;
  /** Who asked from here before. */
  readonly before?: PlayerId | undefined;
}): PlayerId | undefined {
  const { holders, elsewhere, before } = known;
  const here = holders.filter((id) => !elsewhere.has(id));
  const [only] = here;
  if (here.length === 1) return only;
  if (before === undefined || elsewhere.has(before)) return undefined;
  // A player begins to fetch before it says that it plays.
  return here.length === 0 || here.includes(before) ? before : undefined;
}
