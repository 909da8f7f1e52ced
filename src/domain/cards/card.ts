import type { CardId, JobId, StoryId, StreamId, YotoAccountId, YotoCardId } from "../ids.ts";

/** What a button press, or the end of a track, leads to. */
export type CardStep =
  | { readonly go: "to"; readonly chapterKey: string }
  | { readonly go: "stop" }
  | { readonly go: "repeat" };

/** Audio that Yoto keeps. */
export type YotoAudio = {
  /** What Yoto's transcoder answered: the part after `yoto:#`. */
  readonly mediaId: string;
  /** As the transcoder said; a wrong one makes players stop after seconds. */
  readonly format: string;
  readonly seconds: number;
  readonly bytes: number;
  readonly channels?: "mono" | "stereo";
};

/** What plays in a chapter: a slot of a stream of ours, or audio that Yoto keeps. */
export type ChapterAudio =
  | { readonly from: "stream"; readonly streamId: StreamId; readonly slot: string }
  | ({ readonly from: "yoto" } & YotoAudio);

/** What was brought to Yoto for a chapter that plays a stream: a copy of what the slot played then. */
export type BakedAudio = YotoAudio & {
  /** Names what was brought there (the SHA-256 of each piece): tells whether the slot would play something else by now. */
  readonly contents: string;
};

/** One chapter of a card of ours, with one track. */
export type CardChapter = {
  /** Two digits by convention; a passage's name on a card with choices. It moves with the chapter: players remember by it. */
  readonly key: string;
  readonly title: string;
  readonly plays: ChapterAudio;
  readonly baked?: BakedAudio;
  /** `yoto:#<mediaId>` of a 16×16 icon. */
  readonly icon?: string;
  /** Choices make the whole card interactive: the player follows them by itself. Without `atEnd` it stops at the end. */
  readonly choices?: { readonly left?: CardStep; readonly right?: CardStep; readonly atEnd?: CardStep };
};

/** Shown where a chapter has no icon of its own; one of Yoto's public ones. */
export const plainIcon = "yoto:#aUm9i3ex3qqAMYBv-i-O-pYMKuMJGICtR3Vhf289u2Q";

/** Yoto's words for what is on a card. */
export const cardCategories = [
  "none",
  "stories",
  "music",
  "radio",
  "podcast",
  "sfx",
  "activities",
  "alarms",
] as const;
export type CardCategory = (typeof cardCategories)[number];

/** What happens after a chapter: the next one, the same again, or silence. */
export const cardAdvances = ["next", "repeat", "none"] as const;
export type CardAdvance = (typeof cardAdvances)[number];

/** What a card is, apart from where it stands. Texts that are empty were emptied on purpose. */
export type CardFace = {
  readonly title: string;
  readonly description?: string;
  readonly author?: string;
  readonly category?: CardCategory;
  readonly coverUrl?: string;
  readonly chapters: readonly CardChapter[];
  /** Where chapters of streams play from: streamed from here (absent), or what was brought to Yoto. */
  readonly plays?: "from-yoto";
  /** The player goes on where it stopped (default), or begins at the beginning. */
  readonly resume?: boolean;
  readonly shuffle?: boolean;
  readonly advance?: CardAdvance;
  /** No player keeps a copy. Cards that stream are so in any case. */
  readonly onlineOnly?: boolean;
};

/** Where a card was published, and what it was then. */
export type PublishedAs = {
  readonly accountId: YotoAccountId;
  readonly yotoCardId: YotoCardId;
  readonly atMs: number;
  /** Absent on cards of versions that did not note it. */
  readonly as?: CardFace;
};

/** A card as we compose it. Yoto's JSON is built from it and never the other way round. */
export type Card = CardFace & {
  readonly id: CardId;
  readonly published?: PublishedAs;
  /** Being created at Yoto since then: if it is still here later, the card may be there although we never heard. */
  readonly creating?: { readonly accountId: YotoAccountId; readonly sinceMs: number };
  /** The stream that plays recordings put on this card one by one. It only grows: earlier versions of the card play from it too. */
  readonly ownStreamId?: StreamId;
  /** The story with choices that it was made of, which may be gone by now. */
  readonly storyId?: StoryId;
  /** The last job that brought it to Yoto. */
  readonly bakeJobId?: JobId;
  /** Chapters whose icon at Yoto says that there is a message, by their keys, with the icon that stood there before. */
  readonly mailIcons?: Readonly<Record<string, { readonly shows: string; readonly before: string }>>;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
};

/** The key of the n-th chapter (from 0) of a card without choices: `01`, `02` … */
export function chapterKeyAt(index: number): string {
  return String(index + 1).padStart(2, "0");
}

/** What a chapter of this card plays as things stand. */
export function playsNow(card: Pick<CardFace, "plays">, chapter: CardChapter): ChapterAudio {
  const { plays, baked } = chapter;
  if (plays.from === "yoto" || card.plays !== "from-yoto" || baked === undefined) return plays;
  const { contents: _, ...audio } = baked;
  return { from: "yoto", ...audio };
}

/** What the card is, without its identity and history. */
export function faceOf(card: Card): CardFace {
  const { id: _i, published: _p, creating: _c, ownStreamId: _o, bakeJobId: _b, ...rest } = card;
  const { storyId: _s, mailIcons: _w, createdAtMs: _a, changedAtMs: _m, ...face } = rest;
  return face;
}
