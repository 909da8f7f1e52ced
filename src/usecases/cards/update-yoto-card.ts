import type { YotoCardId } from "../../domain/ids.ts";
import type { JsonObject } from "../../domain/json.ts";
import { diffJson, type JsonChange } from "../../domain/json-diff.ts";
import { mergeJson } from "../../domain/json-merge.ts";
import type { WithYotoToken } from "../../ports/yoto-cloud.ts";
import type { YotoCardJson, YotoContent } from "../../ports/yoto-content.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";

type Reading = {
  readonly yoto: Pick<YotoContent, "card">;
  readonly withToken: WithYotoToken;
};
type Deps = Reading & {
  readonly yoto: Pick<YotoContent, "card" | "writeCard">;
  /** Keeps the card as it was; nothing is written unless this succeeds. */
  readonly keepBackup: (id: YotoCardId, before: YotoCardJson) => Promise<void>;
};

/** What a card shall be: fields to lay over it, or the whole of it made from what is there. */
export type WantedOfCard = JsonObject | ((before: YotoCardJson) => JsonObject);

/** What a write would do to a card. */
export type YotoCardUpdate = {
  readonly before: YotoCardJson;
  readonly after: YotoCardJson;
  readonly changes: readonly JsonChange[];
};

export type UpdatedYotoCard =
  | ({ readonly ok: true } & YotoCardUpdate)
  | { readonly ok: false; readonly why: "unknown-card" }
  /** Somebody changed the card after it was shown; show it again. */
  | { readonly ok: false; readonly why: "changed-meanwhile"; readonly update: YotoCardUpdate };

/**
 * What would change if `wanted` were written over this card: fields that `wanted` does not speak of stay, unless it makes the
 * whole card. `undefined`: no such card. Throws `YotoTrouble`.
 */
export async function previewYotoCard(
  { yoto, withToken }: Reading,
  id: YotoCardId,
  wanted: WantedOfCard,
): Promise<YotoCardUpdate | undefined> {
  const before = await withToken((token) => yoto.card(token, id));
  if (before === undefined) return undefined;
  const after =
    typeof wanted === "function"
      ? { ...wanted(before), cardId: id }
      : mergeJson(before, { ...wanted, cardId: id });
  return { before, after, changes: diffJson(before, after) };
}

/**
 * Writes `wanted` over a card, after keeping the card as it was. Writes nothing when nothing would change, or when the card is
 * no longer the one that was shown (`shown` is its `updatedAt`). Replacing is idempotent, so one lost answer is repeated.
 * Throws `YotoTrouble`.
 */
export async function updateYotoCard(
  deps: Deps,
  id: YotoCardId,
  wanted: WantedOfCard,
  shown?: string,
): Promise<UpdatedYotoCard> {
  const { yoto, withToken, keepBackup } = deps;
  const update = await previewYotoCard(deps, id, wanted);
  if (update === undefined) return { ok: false, why: "unknown-card" };
  if (shown !== undefined && update.before["updatedAt"] !== shown)
    return { ok: false, why: "changed-meanwhile", update };
  if (update.changes.length === 0) return { ok: true, ...update };
  await keepBackup(id, update.before);
  const write = () => withToken((token) => yoto.writeCard(token, update.after));
  const { card } = await write().catch((trouble: unknown) => {
    if (trouble instanceof YotoTrouble && trouble.answerLost) return write();
    throw trouble;
  });
  return { ok: true, ...update, after: card };
}
