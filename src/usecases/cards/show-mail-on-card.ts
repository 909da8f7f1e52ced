import type { Card } from "../../domain/cards/card.ts";
import { editCardJson } from "../../domain/cards/edit-card-json.ts";
import { planMailIcons } from "../../domain/cards/mail-icons.ts";
import type { CardId, StreamId } from "../../domain/ids.ts";
import type { JsonObject } from "../../domain/json.ts";
import { diffJson } from "../../domain/json-diff.ts";
import { sameValue } from "../../domain/plain-values.ts";
import { withYotoAccount } from "../yoto-accounts/with-yoto-account.ts";
import type { PublishDeps } from "./publish-card.ts";
import { updateYotoCard } from "./update-yoto-card.ts";

export type ShowMailDeps = Pick<
  PublishDeps,
  "cards" | "cardBackups" | "cardLookUp" | "tokens" | "clock" | "liveUpdates"
> & { readonly cloud: Pick<PublishDeps["cloud"], "card" | "writeCard"> };

/**
 * Lets a card at Yoto say by an icon that there is a message (`icon`), or that there is none any more. Nothing else of it is
 * written, not even what was changed here and not published. Throws `YotoTrouble`; doing it again is safe.
 */
export async function showMailOnCard(
  deps: ShowMailDeps,
  id: CardId,
  mailbox: StreamId,
  icon: string | undefined,
): Promise<void> {
  const found = await deps.cards.get(id);
  const card = found?.value;
  if (found === undefined || card?.published === undefined) return;
  const { accountId, yotoCardId } = card.published;
  const withToken = <Answer>(call: (token: string) => Promise<Answer>) =>
    withYotoAccount(deps.tokens, accountId, call);
  const json = await withToken((token) => deps.cloud.card(token, yotoCardId));
  const { chapters, mailIcons } = json === undefined ? {} : planMailIcons(card, json, mailbox, icon);
  // What stood there before is noted before it is written over, and forgotten after it is back.
  if (icon !== undefined && !(await note(deps, found.value, found.version, mailIcons)))
    return showMailOnCard(deps, id, mailbox, icon);
  if (chapters !== undefined) {
    const before =
      icon === undefined ? "taking the picture of a message off" : "showing that a message waits";
    const face = card.published.as;
    await updateYotoCard(
      {
        yoto: deps.cloud,
        withToken,
        keepBackup: async (yotoCardId, was) => {
          if (await isKept(deps, id, was)) return;
          const kept = { of: id, yotoCardId, accountId, takenAtMs: deps.clock.nowMs(), before, json: was };
          await deps.cardBackups.add({ ...kept, ...(face && { face }) });
        },
      },
      yotoCardId,
      (now) => editCardJson(now, { chapters }),
    );
    deps.cardLookUp.forget(yotoCardId);
    deps.liveUpdates.publish({ of: "cards" });
  }
  const now = icon === undefined ? await deps.cards.get(id) : undefined;
  if (now !== undefined && !(await note(deps, now.value, now.version, mailIcons)))
    return showMailOnCard(deps, id, mailbox, icon);
}

async function note(
  deps: Pick<ShowMailDeps, "cards">,
  { mailIcons: before, ...card }: Card,
  version: number,
  mailIcons: Card["mailIcons"],
): Promise<boolean> {
  if (sameValue(before, mailIcons)) return true;
  return (await deps.cards.save({ ...card, ...(mailIcons && { mailIcons }) }, version)).ok;
}

/** An icon that comes and goes makes the same two versions again and again: each is kept once. */
async function isKept(
  deps: Pick<ShowMailDeps, "cardBackups">,
  id: CardId,
  json: JsonObject,
): Promise<boolean> {
  const { records } = await deps.cardBackups.of(id, { limit: 4 });
  return records.some(
    ({ value }) => diffJson({ ...value.json, updatedAt: "" }, { ...json, updatedAt: "" }).length === 0,
  );
}
