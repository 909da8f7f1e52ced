import type { CardId, StreamId, YotoAccountId, YotoCardId } from "./ids.ts";

/** One chapter of a card of ours, with one track. */
export type CardChapter = {
  readonly key: string;
  readonly title: string;
  readonly plays: { readonly from: "stream"; readonly streamId: StreamId; readonly slot: string };
  /** `yoto:#<mediaId>` of a 16×16 icon. */
  readonly icon?: string;
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
