/** What the Player Probe asks a player, one chapter each, in this order. */
export const probeQuestions = [
  { key: "plain", title: "A plain answer", asks: "how does it ask?" },
  { key: "next", title: "The next chapter", asks: "does it fetch the next chapter ahead?" },
  { key: "little", title: "Little at first", asks: "how much does it want before it begins?" },
  { key: "cut", title: "A broken connection", asks: "does it go on where it broke?" },
  { key: "slow", title: "A slow answer", asks: "does it wait five seconds for the first byte?" },
  { key: "no-length", title: "Without a length", asks: "does it play what has no announced end?" },
  { key: "chunked", title: "In chunks", asks: "does it play what comes in chunks?" },
  { key: "aac", title: "AAC", asks: "does it play AAC?" },
  { key: "low-rate", title: "22 kHz", asks: "does it play 22 050 samples a second?" },
  { key: "redirect", title: "One redirect", asks: "does it follow a redirect?" },
  { key: "redirects", title: "Three redirects", asks: "does it follow three?" },
  { key: "again", title: "The first one again", asks: "does it keep a copy?" },
  { key: "end", title: "The end", asks: "was the last one played?" },
] as const;
export type ProbeQuestion = (typeof probeQuestions)[number]["key"];

/** Chapters of a second card, on which the child's buttons choose. */
export const buttonQuestions = ["buttons", "left", "right"] as const;
export type ButtonQuestion = (typeof buttonQuestions)[number];

/** How long each chapter plays. Long enough that a buffer of 64 KB does not hold all of it. */
export const probeSeconds = 10;
/** How long `slow` lets a player wait, and how long `little` pauses. */
export const slowMs = 5_000;
export const pauseMs = 6_000;
/** What `little` gives before its pause, in seconds of sound. */
export const littleSeconds = 2;
/** Redirects of the two questions. */
export const redirectsOf: Readonly<Partial<Record<ProbeQuestion, number>>> = { redirect: 1, redirects: 3 };

/** Which slot of the address a question has. The last but one has the first one's: a kept copy needs no request. */
export function probeSlotOf(question: ProbeQuestion | ButtonQuestion): string {
  return question === "again" ? "plain" : question;
}

/** A player that is stuck in a chapter for so long needs a push. */
export const stuckAfterMs = probeSeconds * 1000 + Math.max(slowMs, pauseMs) + 9_000;

/** Whether a word of an address is a question's. */
export function isProbeSlot(text: string): text is ProbeQuestion | ButtonQuestion {
  return probeQuestions.some(({ key }) => key === text) || buttonQuestions.some((key) => key === text);
}
