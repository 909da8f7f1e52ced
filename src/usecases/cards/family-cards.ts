import { cardChangeWords } from "../../domain/cards/card-change-words.ts";
import { type CardEdit, editCardJson, namesChaptersOf } from "../../domain/cards/edit-card-json.ts";
import type { CardId, YotoAccountId, YotoCardId } from "../../domain/ids.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { YotoCardJson, YotoCardSummary, YotoContent } from "../../ports/yoto-content.ts";
import type { LibraryCard, YotoLibrary } from "../../ports/yoto-library.ts";
import type { CardBackups } from "../../stores/card-backups.ts";
import type { Cards } from "../../stores/cards.ts";
import type { YotoAccounts } from "../../stores/yoto-accounts.ts";
import type { TokenDeps } from "../yoto-accounts/fresh-access-token.ts";
import { whichAccount } from "../yoto-accounts/which-account.ts";
import { withYotoAccount } from "../yoto-accounts/with-yoto-account.ts";
import { fresh } from "./card-versions.ts";
import { createYotoCard } from "./create-yoto-card.ts";
import type { CardLookUp } from "./look-up-card.ts";
import { updateYotoCard } from "./update-yoto-card.ts";

export type FamilyCardDeps = {
  readonly accounts: YotoAccounts;
  readonly cards: Cards;
  readonly cardBackups: CardBackups;
  readonly cardLookUp: Pick<CardLookUp, "forget">;
  readonly cloud: Pick<YotoContent, "cards" | "card" | "writeCard"> & Pick<YotoLibrary, "familyLibrary">;
  readonly tokens: TokenDeps;
  readonly clock: Clock;
  readonly liveUpdates: LiveUpdates;
};

/** A card in a family's hands: made by this server, by another app, or bought. */
export type FamilyCard = {
  readonly yotoCardId: YotoCardId;
  readonly accountId: YotoAccountId;
  readonly title: string;
  readonly author?: string;
  readonly seconds?: number;
  readonly hasCover: boolean;
  readonly updatedAt?: string;
  readonly made: "here" | "elsewhere" | "bought";
  /** Our own card, if it is one. */
  readonly cardId?: CardId;
};

type NoAccount = { readonly ok: false; readonly why: "no-account" | "which-account" | "not-found" };

/** All cards of a family, those it made first. Throws `YotoTrouble`. */
export async function familyCards(
  deps: FamilyCardDeps,
  named: YotoAccountId | undefined,
): Promise<{ readonly ok: true; readonly cards: readonly FamilyCard[] } | NoAccount> {
  const which = await whichAccount(deps, named);
  if (!which.ok) return which;
  const accountId = which.account.id;
  const [made, library] = await Promise.all([
    withYotoAccount(deps.tokens, accountId, (token) => deps.cloud.cards(token)),
    withYotoAccount(deps.tokens, accountId, (token) => deps.cloud.familyLibrary(token)),
  ]);
  const ours = new Map<YotoCardId, CardId>();
  for await (const { value } of deps.cards.all())
    if (value.published !== undefined) ours.set(value.published.yotoCardId, value.id);
  const own = made.filter(({ deleted }) => !deleted);
  const known = new Set(own.map(({ yotoCardId }) => yotoCardId));
  return {
    ok: true,
    cards: [
      ...own.map((card) => ownCard(card, accountId, ours.get(card.yotoCardId))),
      ...library
        .filter(({ yotoCardId }) => !known.has(yotoCardId))
        .map((card) => boughtCard(card, accountId)),
    ],
  };
}

function ownCard(card: YotoCardSummary, accountId: YotoAccountId, cardId: CardId | undefined): FamilyCard {
  const { yotoCardId, title, seconds, updatedAt, coverUrl } = card;
  return {
    yotoCardId,
    accountId,
    title,
    hasCover: coverUrl !== undefined,
    made: cardId === undefined ? "elsewhere" : "here",
    ...(seconds !== undefined && { seconds }),
    ...(updatedAt !== undefined && { updatedAt }),
    ...(cardId !== undefined && { cardId }),
  };
}

function boughtCard(card: LibraryCard, accountId: YotoAccountId): FamilyCard {
  const { yotoCardId, title, author, seconds, coverUrl } = card;
  return {
    yotoCardId,
    accountId,
    title,
    hasCover: coverUrl !== undefined,
    made: "bought",
    ...(author !== undefined && { author }),
    ...(seconds !== undefined && { seconds }),
  };
}

/** A card that a family made, wherever; `undefined` if no linked family has it, or it was bought. Throws `YotoTrouble`. */
export async function readFamilyCard(
  deps: Pick<FamilyCardDeps, "accounts" | "cloud" | "tokens">,
  id: YotoCardId,
): Promise<{ readonly accountId: YotoAccountId; readonly json: YotoCardJson } | undefined> {
  for (const { value } of await deps.accounts.list()) {
    const json = await withYotoAccount(deps.tokens, value.id, (token) => deps.cloud.card(token, id));
    if (json !== undefined) return { accountId: value.id, json };
  }
  return undefined;
}

export type FamilyCardEdited =
  | { readonly ok: true; readonly changes: readonly string[]; readonly json: YotoCardJson }
  /** `made-here`: change our own card instead, or the next publishing undoes it. */
  | { readonly ok: false; readonly why: "not-found" | "made-here" | "no-such-chapter" | "changed-meanwhile" };

/**
 * Edits a card that was made elsewhere, or says what the edit would change (`onlyPreview`). Everything the edit does not speak of
 * stays; the card as it was is kept first; with `shown` (its `updatedAt`) nothing is written over what somebody changed since.
 * Throws `YotoTrouble`.
 */
export async function editFamilyCard(
  deps: FamilyCardDeps,
  id: YotoCardId,
  edit: CardEdit,
  how: { readonly onlyPreview: boolean; readonly shown?: string | undefined },
): Promise<FamilyCardEdited> {
  const found = await readFamilyCard(deps, id);
  if (found === undefined) return { ok: false, why: "not-found" };
  for await (const { value } of deps.cards.all())
    if (value.published?.yotoCardId === id) return { ok: false, why: "made-here" };
  const { accountId, json } = found;
  if (edit.chapters !== undefined && !namesChaptersOf(json, edit.chapters))
    return { ok: false, why: "no-such-chapter" };
  const after = editCardJson(json, edit);
  const changes = cardChangeWords(json, after);
  if (how.onlyPreview) return { ok: true, changes, json: after };
  const updatedAt = typeof json["updatedAt"] === "string" ? json["updatedAt"] : undefined;
  if (how.shown !== undefined && how.shown !== updatedAt) return { ok: false, why: "changed-meanwhile" };
  const updated = await updateYotoCard(
    {
      yoto: deps.cloud,
      withToken: (call) => withYotoAccount(deps.tokens, accountId, call),
      keepBackup: async (yotoCardId, before) => {
        const takenAtMs = deps.clock.nowMs();
        const kept = { of: yotoCardId, yotoCardId, accountId, takenAtMs, before: "editing it", json: before };
        await deps.cardBackups.add(kept);
      },
    },
    id,
    (now) => editCardJson(now, edit),
    updatedAt,
  );
  if (!updated.ok)
    return { ok: false, why: updated.why === "unknown-card" ? "not-found" : "changed-meanwhile" };
  deps.cardLookUp.forget(id);
  deps.liveUpdates.publish({ of: "cards" });
  return { ok: true, changes, json: updated.after };
}

/** A second card at Yoto like this one, every field of it. Throws `YotoTrouble`. */
export async function duplicateFamilyCard(
  deps: FamilyCardDeps,
  id: YotoCardId,
  title?: string,
): Promise<YotoCardId | undefined> {
  const found = await readFamilyCard(deps, id);
  if (found === undefined) return undefined;
  const before = found.json["title"];
  const named = title ?? `${(typeof before === "string" ? before : "Untitled").slice(0, 93)} (copy)`;
  const copy: JsonObject = { ...fresh(found.json), title: named };
  const created = await createYotoCard(
    {
      yoto: deps.cloud,
      withToken: (call) => withYotoAccount(deps.tokens, found.accountId, call),
      clock: deps.clock,
    },
    copy,
  );
  deps.liveUpdates.publish({ of: "cards" });
  return created.yotoCardId;
}
