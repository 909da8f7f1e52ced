/** How much fits on a card. Yoto publishes only the first; the others are what apps and makers agree on, so they can be set. */
export type CardLimits = {
  readonly tracks: number;
  readonly trackSeconds: number;
  readonly trackBytes: number;
  readonly cardSeconds: number;
  readonly cardBytes: number;
  readonly titleCharacters: number;
};

export const usualCardLimits: CardLimits = {
  tracks: 100,
  trackSeconds: 60 * 60,
  trackBytes: 100_000_000,
  cardSeconds: 5 * 60 * 60,
  cardBytes: 500_000_000,
  titleCharacters: 100,
};

/** One thing that stands against publishing a card. `chapterKey` says where; `message` is a sentence for people. */
export type CardProblem = {
  readonly code:
    | "title-missing"
    | "title-too-long"
    | "no-chapters"
    | "too-many-tracks"
    | "key-missing"
    | "key-twice"
    | "track-too-long"
    | "track-too-large"
    | "card-too-long"
    | "card-too-large"
    | "goto-nowhere"
    | "no-address"
    | "bad-media";
  readonly message: string;
  readonly chapterKey?: string;
};
