import type { AudioId, FeedId, PlayerId, StoryId } from "../ids.ts";
import { liveSlotNames } from "../stories/live-slots.ts";
import type { LocalDate } from "../time/local-time.ts";
import type { TimeWindow } from "../time/time-window.ts";

/**
 * In which order pieces come: as listed, newly mixed for each listening, or mixed once and for everybody alike (a piece that
 * is added later finds its place without moving the others).
 */
export type PieceOrder = "in-order" | "shuffle" | "shuffle-once";

/**
 * How pieces spread over slots: one slot each, all in one slot without a gap, one slot that plays the next at each visit, or one
 * that plays one after another without an end, like a radio station of our own.
 */
export type PieceSlots = "each" | "joined" | "next" | "endless";

/** Some pieces and how they are played. Never empty. */
export type Playlist = {
  readonly audio: readonly AudioId[];
  readonly order: PieceOrder;
  readonly slots: PieceSlots;
  /** Only for `next`: after the last one it begins again; otherwise it stays with the last. */
  readonly loop: boolean;
};

/** How a stream decides what a slot plays. Every rule has something to play at every moment: a silent card is a broken card. */
export type StreamRule =
  | {
      /** Slot n plays the n-th piece. */
      readonly kind: "fixed-list";
      readonly audio: readonly AudioId[];
    }
  | ({ readonly kind: "queue" } & Playlist)
  | {
      /** The first window that holds when a listening begins decides. */
      readonly kind: "by-time";
      readonly branches: readonly { readonly window: TimeWindow; readonly plays: Playlist }[];
      readonly otherwise: Playlist;
    }
  | {
      /** Which player it is decides, as far as players say what they play. */
      readonly kind: "by-player";
      readonly branches: readonly { readonly players: readonly PlayerId[]; readonly plays: Playlist }[];
      readonly otherwise: Playlist;
    }
  | {
      /** One piece for each day from the first day on, for everybody the same: an advent calendar. */
      readonly kind: "calendar";
      readonly firstDate: LocalDate;
      readonly audio: readonly AudioId[];
      /** Until the first day; absent: the first piece. */
      readonly before?: AudioId;
      /** After the last day it begins again; otherwise it stays with the last piece. */
      readonly loop: boolean;
    }
  | {
      /** Each listener gets one chapter on a day it listens, the same one all day, the next one on the next such day. */
      readonly kind: "chapter-a-day";
      readonly audio: readonly AudioId[];
      readonly loop: boolean;
    }
  | {
      /** All pieces are one book with one place in it, wherever it is listened to: it goes on where it was left. */
      readonly kind: "book";
      readonly audio: readonly AudioId[];
    }
  | {
      /** Episodes of a podcast that the family follows, as far as they are in the library. */
      readonly kind: "podcast";
      readonly feedId: FeedId;
      readonly which: WhichEpisode;
      /** Only of this season. */
      readonly season?: number;
      readonly otherwise: AudioId;
    }
  | {
      /** A radio station of the internet, passed on. */
      readonly kind: "radio";
      readonly url: string;
      /** While it cannot be reached. */
      readonly otherwise: AudioId;
    }
  | {
      /** Words that are spoken anew for each day. */
      readonly kind: "today";
      /** With places in it: `{weekday}`, `{date}`, `{words}`. */
      readonly greeting: string;
      /** Where the sentence for `{words}` is asked for. */
      readonly wordsUrl?: string;
      readonly voiceId?: string;
      /** From when on it is spoken for the day, minutes since midnight. */
      readonly fromMinute: number;
      /** Until it is spoken. */
      readonly otherwise: AudioId;
    }
  | {
      /** Messages that people leave: the first that nobody has heard. */
      readonly kind: "mailbox";
      /** When there is none. */
      readonly otherwise: AudioId;
      /** Shines on these players until all are heard. */
      readonly light?: MailLight;
      /** `yoto:#<mediaId>`: stands on the chapters of cards that play it until all are heard. */
      readonly icon?: string;
    }
  | {
      /** A story in which the child chooses the way, too large for a card: its slots say where the child is. */
      readonly kind: "story";
      readonly storyId: StoryId;
      /** Everything that it may say, its beginning first. */
      readonly audio: readonly AudioId[];
    };

/** A light that says that there is a message. Colours 0–255. */
export type MailLight = {
  readonly players: readonly PlayerId[];
  readonly red: number;
  readonly green: number;
  readonly blue: number;
};

/** Rules that name a list of recordings, which can be exchanged for another one. */
export function hasList(
  rule: StreamRule,
): rule is Exclude<Extract<StreamRule, { readonly audio: readonly AudioId[] }>, { readonly kind: "story" }> {
  return "audio" in rule && rule.kind !== "story";
}

/** Which episode of a podcast plays. */
export type WhichEpisode =
  /** The newest one there is. */
  | "newest"
  /** From the first one on, the next at each visit. */
  | "from-first"
  /** Begins with the newest, then those that came since, in their order. */
  | "unheard"
  /** From the first one on, one on each day somebody listens. */
  | "a-day";

/** Each piece a rule may ever play, in the order it names them. */
export function audioOfRule(rule: StreamRule): readonly AudioId[] {
  switch (rule.kind) {
    case "by-time":
    case "by-player":
      return [...rule.branches.flatMap(({ plays }) => plays.audio), ...rule.otherwise.audio];
    case "calendar":
      return [...(rule.before === undefined ? [] : [rule.before]), ...rule.audio];
    case "podcast":
    case "radio":
    case "today":
    case "mailbox":
      return [rule.otherwise];
    case "fixed-list":
    case "queue":
    case "chapter-a-day":
    case "book":
    case "story":
      return rule.audio;
  }
}

/** The playlists among which a rule chooses. */
export function playlistsOf(rule: StreamRule): readonly Playlist[] {
  switch (rule.kind) {
    case "by-time":
    case "by-player":
      return [...rule.branches.map(({ plays }) => plays), rule.otherwise];
    case "queue":
      return [rule];
    case "fixed-list":
      return [{ audio: rule.audio, order: "in-order", slots: "each", loop: false }];
    case "calendar":
    case "chapter-a-day":
    case "book":
    case "podcast":
    case "radio":
    case "today":
    case "mailbox":
    case "story":
      return [];
  }
}

/** The sets of pieces that a listener hears as one file: each must be of one format. */
export function joinedSetsOf(rule: StreamRule): readonly (readonly AudioId[])[] {
  if (rule.kind === "book" || rule.kind === "story") return [rule.audio];
  return playlistsOf(rule).flatMap(({ slots, audio }) =>
    slots === "joined" || slots === "endless" ? [audio] : [],
  );
}

/** How many slots a stream with this rule has. */
export function slotCountOf(rule: StreamRule): number {
  if (rule.kind === "story") return liveSlotNames.length;
  const counts = playlistsOf(rule).map(({ slots, audio }) => (slots === "each" ? audio.length : 1));
  return Math.max(1, ...counts);
}

/** Whether it matters which day or hour it is where the listener is. Words of the day are spoken for the day of the house. */
export function goesByTheClock(rule: StreamRule): boolean {
  if (rule.kind === "podcast") return rule.which === "a-day";
  return ["by-time", "calendar", "chapter-a-day"].includes(rule.kind);
}

/** Whether it matters who listens, and what they heard before. */
export function isPersonal(rule: StreamRule): boolean {
  if (["by-player", "chapter-a-day", "book", "podcast", "story"].includes(rule.kind)) return true;
  return playlistsOf(rule).some(
    ({ slots, order }) => slots === "next" || slots === "endless" || order === "shuffle",
  );
}
