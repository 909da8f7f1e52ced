import type { PlayerId } from "../ids.ts";

/**
 * Which player a request comes from: players do not say, so it is reckoned. The one that plays the card, if it is one alone and
 * does not ask from somewhere else at this very time; of several the one that has just begun; else the one that asked from here
 * last, if it may be; else nobody knows.
 */
export function whoAsks(known: {
  /** Players that say that they play the card. */
  readonly holders: readonly PlayerId[];
  /** Those that are in the middle of listening from another place. */
  readonly elsewhere: ReadonlySet<PlayerId>;
  /** Those that have just begun, and were given nothing since. */
  readonly waiting?: ReadonlySet<PlayerId>;
  /** Who asked from here before. */
  readonly before?: PlayerId | undefined;
}): PlayerId | undefined {
  const { holders, elsewhere, before, waiting } = known;
  const here = holders.filter((id) => !elsewhere.has(id));
  const [only] = here;
  if (here.length === 1) return only;
  const [eager, another] = here.filter((id) => waiting?.has(id));
  if (eager !== undefined && another === undefined) return eager;
  if (before === undefined || elsewhere.has(before)) return undefined;
  // A player begins to fetch before it says that it plays.
  return here.length === 0 || here.includes(before) ? before : undefined;
}
