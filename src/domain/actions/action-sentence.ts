import type { HistoryEntry } from "../players/player-history.ts";

/** What is known of the card an entry speaks of. */
export type SentenceCard = {
  readonly title?: string | undefined;
  /** The title of the track with these keys. */
  readonly trackTitle?: (place: { chapterKey?: string; trackKey?: string }) => string | undefined;
};

const by: Readonly<Record<string, string>> = {
  us: " from here",
  app: " by the Yoto app or another program",
  shortcut: " by the button",
  alarm: " by the alarm",
  timer: " by the sleep timer",
};
const presses: Readonly<Record<string, string>> = {
  "play-card": "Playing a card",
  "set-volume": "The volume",
  "set-sleep-timer": "The sleep timer",
  "set-ambient-light": "The light",
  "show-icon": "The picture",
};
const outcomes: Readonly<Record<string, string>> = {
  acked: "was confirmed",
  "took-effect": "worked",
  refused: "was refused by the player",
  "timed-out": "was not answered",
  "player-offline": "did not reach the player, which is offline",
  expired: "was given up",
};
const gapReasons: Readonly<Record<string, string>> = {
  "connection-lost": "the connection to Yoto was lost",
  "listener-stopped": "the server was not running",
  "too-much-at-once": "too much happened at once",
};

/** An entry of a history as one would tell it, without saying on which player. */
export function actionSentence(entry: HistoryEntry, card: SentenceCard): string {
  const { kind, facts } = entry;
  const text = (name: string) => textIn(facts[name]);
  const number = (name: string) => (typeof facts[name] === "number" ? facts[name] : undefined);
  const cause = text("cause") ?? "unknown";
  const by_ = by[cause] ?? "";
  // An id says nothing to a parent.
  const name = card.title ? quoted(card.title) : "A card";
  const place = { chapterKey: text("chapterKey") ?? "", trackKey: text("trackKey") ?? "" };
  const track = quoted(text("title") ?? card.trackTitle?.(place) ?? trackWords(place));

  switch (kind) {
    case "card-inserted":
      return `${name} was put in`;
    case "card-started":
      if (cause === "player") return `${name} went on after switching on`;
      if (cause === "child") return `${name} was started again with the button`;
      return cause === "unknown" ? `${name} began to play` : `${name} was started${by_}`;
    case "card-removed":
      return `${name} was taken out`;
    case "card-ended":
      return `${name} came to its end`;
    case "playback-paused":
      return `Paused${by_}`;
    case "playback-resumed":
      return `Went on${by_}`;
    case "playback-stopped":
      return `Stopped${by_}`;
    case "next-track": {
      const steps = number("steps");
      return `Skipped ${steps === undefined ? "" : `${steps} tracks `}on to ${track}${by_}`;
    }
    case "previous-track":
      return `Went back to ${track}${by_}`;
    case "track-restarted":
      return `Began ${track} again${by_}`;
    case "track-ended":
      return `Went on to ${track}`;
    case "track-chosen":
      return `Went to ${track}${by_}`;
    case "choice-made": {
      const button = text("button");
      return `Chose ${button === undefined ? "a way" : `the ${button} button`}: ${track}`;
    }
    case "volume-changed":
      return volumeSentence(text("direction"), number("fromSteps") ?? 0, number("toSteps") ?? 0, by_);
    case "volume-limit-changed":
      return `The loudest it can be turned is now ${number("toSteps") ?? "?"} of 16`;
    case "day-began":
      return "Day mode began";
    case "night-began":
      return "Night mode began";
    case "powered-on":
      return cause === "us" ? "Restarted" : "Switched on";
    case "powered-off":
      return offSentence(cause, text("why"));
    case "came-online":
      return "Back online";
    case "went-offline":
      return cause === "us" ? "Went offline, as it was told" : "Went offline";
    case "gap": {
      const ms = (number("untilMs") ?? 0) - (number("fromMs") ?? 0);
      return `Missed ${lengthWords(ms)}: ${gapReasons[text("reason") ?? ""] ?? "it is not known why"}`;
    }
    case "order-settled": {
      const what = text("do") ?? "";
      return `${presses[what] ?? `“${what.replaceAll("-", " ")}”`} ${outcomes[text("outcome") ?? ""] ?? "ended"}`;
    }
    default:
      return kind.replaceAll("-", " ");
  }
}

function volumeSentence(direction: string | undefined, from: number, to: number, who: string): string {
  if (direction === "back") return "Turned the volume up and down again";
  const word = to > from ? "up" : "down";
  return `Turned ${word} from ${from} to ${to} of 16${who}`;
}

function offSentence(cause: string, why: string | undefined): string {
  if (why === "lowBattery") return "Switched itself off: the battery was empty";
  if (why === "timeout") return "Switched itself off, because nobody used it";
  return cause === "child" ? "Switched off" : "Switched itself off";
}

/** `40 s`, `3 min`, `2 h 5 min`. */
export function lengthWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

function trackWords({ chapterKey, trackKey }: { chapterKey: string; trackKey: string }): string {
  return chapterKey === trackKey || trackKey === "" ? chapterKey || "a track" : `${chapterKey}/${trackKey}`;
}

function quoted(text: string): string {
  return text === "a card" || text === "a track" ? text : `“${text}”`;
}

function textIn(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
