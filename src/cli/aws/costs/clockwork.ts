/**
 * What a listener does at the table by itself, in units as DynamoDB bills them: of 1 KB written, of 4 KB read consistently.
 * `test/wire/listener-bill.test.ts` runs it against an emulator of DynamoDB and fails when this is not what it does.
 */
export const clockwork = {
  /** An hour of a container, or of a box at home, while two players are on and nothing plays; `writesPerPlayer` is one player's part of it. */
  listener: { writes: 160, reads: 460, writesPerPlayer: 13 },
  /** The same of the relay, with its hand-overs and the looks of those that find that somebody listens. */
  relay: { writes: 510, reads: 750, writesPerPlayer: 52 },
  /** A track that ends and one that begins: the player's state, the history, the day's sums. */
  track: { writes: 10, reads: 3.5 },
} as const;

/** So many players are in it. */
export const playersInClockwork = 2;

/** Two generations of the relay listen side by side at a hand-over; a start and a connection on AWS are reckoned with. */
export const relayOverlap = 1.01;
