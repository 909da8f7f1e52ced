import type { CardId, StreamId, YotoAccountId, YotoCardId } from "./ids.ts";

/** What a button press, or the end of a track, leads to. */
export type CardStep =
  | { readonly go: "to"; readonly chapterKey: string }
  | { readonly go: "stop" }
  | { readonly go: "repeat" };

/** What plays in a chapter: a slot of a stream of ours, or audio that Yoto keeps. */
export type ChapterAudio =
  | { readonly from: "stream"; readonly streamId: StreamId; readonly slot: string }
  | {
      readonly from: "yoto";
      /** What Yoto's transcoder answered: the part after `yoto:#`. */
      readonly mediaId: string;
      /** As the transcoder said; a wrong one makes players stop after seconds. */
      readonly format: string;
      readonly seconds: number;
      readonly bytes: number;
      readonly channels?: "mono" | "stereo";
    };

/** One chapter of a card of ours, with one track. */
export type CardChapter = {
  /** Two digits by convention; a passage's name on a card with choices. */
  readonly key: string;
  readonly title: string;
  readonly plays: ChapterAudio;
  /** `yoto:#<mediaId>` of a 16×16 icon. */
  readonly icon?: string;
  /** Choices make the whole card interactive: the player follows them by itself. Without `atEnd` it stops at the end. */
  readonly choices?: { readonly left?: CardStep; readonly right?: CardStep; readonly atEnd?: CardStep };
};

/** A card as we compose it. Yoto's JSON is built from it and never the other way round. */
export type Card = {
  readonly id: CardId;
  readonly title: string;
  readonly description?: string;
  readonly author?: string;
  readonly coverUrl?: string;
  readonly chapters: readonly CardChapter[];
  /** Where it was published, if it was. */
  readonly published?: {
    readonly accountId: YotoAccountId;
    readonly yotoCardId: YotoCardId;
    readonly atMs: number;
  };
  readonly createdAtMs: number;
  readonly changedAtMs: number;
};

/** The key of the n-th chapter (from 0) of a card without choices: `01`, `02` … */
export function chapterKeyAt(index: number): string {
  return String(index + 1).padStart(2, "0");
}
