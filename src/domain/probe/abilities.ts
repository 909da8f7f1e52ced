/** What a kind of player was found to do when it fetches a stream. Absent: not found out. */
export type Abilities = {
  readonly httpVersion?: "1.0" | "1.1";
  readonly keepsConnections?: boolean;
  readonly asksHeadFirst?: boolean;
  readonly asksTwice?: boolean;
  /** It lets go in the middle by itself and comes back for the rest. */
  readonly letsGoByItself?: boolean;
  readonly resumesWithRange?: boolean;
  /** Whether it asks for the next chapter before the last one is over, and whether it asks once more then. */
  readonly fetchesAhead?: "never" | "asks-again" | "plays-it";
  /** It begins with less than two seconds of sound in hand. */
  readonly beginsWithLittle?: boolean;
  readonly waitsFiveSeconds?: boolean;
  readonly playsWithoutLength?: boolean;
  readonly playsChunked?: boolean;
  readonly playsAac?: boolean;
  readonly playsLowRate?: boolean;
  /** How many redirects it follows; 3 means three or more. */
  readonly followsRedirects?: 0 | 1 | 3;
  readonly keepsCopies?: boolean;
  /** On a card with choices a button led to another stream. */
  readonly choosesStreams?: boolean;
};

/** What a kind of player can do, and where we know it from. */
export type ModelAbilities = {
  readonly model: string;
  readonly firmware?: string;
  readonly abilities: Abilities;
  readonly atMs: number;
  readonly userAgent?: string;
};

/** Each ability in a sentence. */
export function abilityWords(abilities: Abilities): readonly string[] {
  const { httpVersion, followsRedirects: hops, fetchesAhead } = abilities;
  const yes = (value: boolean | undefined, words: string, otherwise: string) =>
    value === undefined ? [] : [value ? words : otherwise];
  return [
    ...(httpVersion === undefined ? [] : [`It speaks HTTP/${httpVersion}.`]),
    ...yes(
      abilities.keepsConnections,
      "It keeps connections open.",
      "It opens a connection for each request.",
    ),
    ...yes(abilities.asksHeadFirst, "It asks for the headers first.", "It asks for the sound at once."),
    ...yes(abilities.asksTwice, "It asks twice and drops the first answer.", "It asks once."),
    ...yes(
      abilities.letsGoByItself,
      "It lets go in the middle and comes back.",
      "It reads to the end in one go.",
    ),
    ...yes(
      abilities.resumesWithRange,
      "After a broken connection it goes on where it broke.",
      "After a broken connection it begins anew and passes over what it had.",
    ),
    ...(fetchesAhead === undefined
      ? []
      : [
          {
            never: "It asks for a chapter when its turn comes.",
            "asks-again": "It asks for the next chapter ahead, and again when its turn comes.",
            "plays-it": "It fetches the next chapter ahead and plays that.",
          }[fetchesAhead],
        ]),
    ...yes(
      abilities.beginsWithLittle,
      "It begins with less than two seconds in hand.",
      "It wants more than two seconds in hand before it begins.",
    ),
    ...yes(
      abilities.waitsFiveSeconds,
      "It waits five seconds for the first byte.",
      "Five seconds are too long for it.",
    ),
    ...yes(
      abilities.playsWithoutLength,
      "It plays what has no announced end.",
      "It does not play what has no announced end.",
    ),
    ...yes(
      abilities.playsChunked,
      "It plays what comes in chunks.",
      "It does not play what comes in chunks.",
    ),
    ...yes(abilities.playsAac, "It plays AAC.", "It does not play AAC."),
    ...yes(abilities.playsLowRate, "It plays 22 kHz.", "It does not play 22 kHz."),
    ...(hops === undefined
      ? []
      : [
          hops === 0
            ? "It follows no redirect."
            : hops === 1
              ? "It follows one redirect."
              : "It follows three redirects.",
        ]),
    ...yes(abilities.keepsCopies, "It keeps a copy and does not ask again.", "It asks again each time."),
    ...yes(
      abilities.choosesStreams,
      "On cards with choices its buttons lead from stream to stream.",
      "On cards with choices its buttons lead nowhere while a stream plays.",
    ),
  ];
}
