import type { Card } from "../domain/cards/card.ts";
import type { CardLimits, CardProblem } from "../domain/cards/card-limits.ts";
import type { YotoCardId } from "../domain/ids.ts";
import type { JsonObject } from "../domain/json.ts";

/** A card's JSON as Yoto keeps it, unknown fields included; media are `yoto:#…`, never signed URLs. */
export type YotoCardJson = JsonObject;

/** A line in the list of own cards. Times are ISO 8601 as Yoto wrote them. */
export type YotoCardSummary = {
  readonly yotoCardId: YotoCardId;
  readonly title: string;
  readonly createdAt?: string;
  readonly updatedAt?: string;
  readonly coverUrl?: string;
  readonly seconds?: number;
  readonly deleted: boolean;
};

/** Whether a card of ours can be a card of Yoto's, and how it is written. */
export type ComposedCard =
  | { readonly ok: true; readonly card: YotoCardJson }
  | { readonly ok: false; readonly problems: readonly CardProblem[] };

/**
 * Make-your-own cards. Every method that takes a token may throw `YotoTrouble`.
 * @see https://yoto.dev/api/ "Content"
 */
export type YotoContent = {
  /** `GET /content/mine`, scope `user:content:view`. Without chapters; purchased cards may be among them. */
  cards(accessToken: string): Promise<readonly YotoCardSummary[]>;
  /** `GET /content/{cardId}`, scope `user:content:view`. `undefined`: not there or not this account's. */
  card(accessToken: string, id: YotoCardId): Promise<YotoCardJson | undefined>;
  /** `GET /card/{cardId}`, scope `family:library:view`: also cards that were bought. Media are turned back into `yoto:#…`. */
  ownedCard(
    accessToken: string,
    id: YotoCardId,
  ): Promise<{ readonly card: YotoCardJson; readonly ownership: JsonObject } | undefined>;
  /** `GET /card/{cardId}/media/{mediaId}`, scope `family:library:view`: a URL to listen to that lives about an hour. */
  mediaUrl(accessToken: string, id: YotoCardId, mediaId: string): Promise<URL | undefined>;
  /**
   * `POST /content`, scope `user:content:manage`. Creates without `cardId`, replaces with it. Never repeated once it may have
   * arrived: such a trouble has `answerLost`, and after a create one looks before repeating (`publishCardJson` does).
   */
  writeCard(
    accessToken: string,
    card: YotoCardJson,
  ): Promise<{ readonly yotoCardId: YotoCardId; readonly card: YotoCardJson }>;
  /** `DELETE /content/{cardId}`, scope `user:content:manage`. For good: Yoto refuses to restore. `not-found` when not ours. */
  deleteCard(accessToken: string, id: YotoCardId): Promise<void>;
  /**
   * Writes a card of ours the way Yoto wants it, or tells everything that stands against it. Asks nobody. `urlOf` gives the
   * address of a chapter that plays one of our streams; `there` is the card that will be written over.
   */
  composeCard(
    card: Card,
    urlOf: (chapterKey: string) => string,
    limits?: CardLimits,
    there?: YotoCardJson,
  ): Promise<ComposedCard>;
};
