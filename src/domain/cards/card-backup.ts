import type { CardId, StoryId, YotoAccountId, YotoCardId } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import type { Card, CardFace } from "./card.ts";

/** A card's JSON as Yoto had it before we wrote. A card of the family's that is not ours is kept under Yoto's id. */
export type CardBackup = {
  readonly of: CardId | YotoCardId;
  readonly yotoCardId: YotoCardId;
  readonly accountId: YotoAccountId;
  readonly takenAtMs: number;
  /** What we were about to do, for people. */
  readonly before: string;
  readonly json: JsonObject;
  /** What our card was when Yoto had this JSON, as far as that was noted. */
  readonly face?: CardFace;
  /** Our card was deleted here with this version: what else is needed to have it again. */
  readonly deleted?: Pick<Card, "ownStreamId" | "createdAtMs">;
  /** The story whose card it was, where our card went with it. */
  readonly storyId?: StoryId;
};
