import type { Card } from "../../domain/cards/card.ts";
import type { CardBackup } from "../../domain/cards/card-backup.ts";
import { cardChangeWords } from "../../domain/cards/card-change-words.ts";
import type { CardId, StoryId, YotoAccountId, YotoCardId } from "../../domain/ids.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { YotoCardJson } from "../../ports/yoto-content.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import type { Versioned } from "../../stores/records.ts";
import { audioOnCard } from "../audio/needed-audio.ts";
import { restoreAudio } from "../audio/trash-audio.ts";
import { whichAccount } from "../yoto-accounts/which-account.ts";
import { withYotoAccount } from "../yoto-accounts/with-yoto-account.ts";
import { withFace } from "./change-card.ts";
import { createYotoCard } from "./create-yoto-card.ts";
import { overVersion, type PublishDeps, publishCard, updatedAtOf } from "./publish-card.ts";
import { type SilentDeps, silentVersion } from "./silent-version.ts";
import { updateYotoCard } from "./update-yoto-card.ts";

/** An earlier version of a card beside what stands at Yoto now. */
export type VersionLook = {
  readonly backup: CardBackup;
  readonly now?: YotoCardJson;
  /** What bringing it back would change, in sentences. */
  readonly changes: readonly string[];
  /** The story that makes such a card again: brought back, this version would be silent. */
  readonly remakeOf?: StoryId;
};

/** One of the versions of a card, ours or made elsewhere. Throws `YotoTrouble`. */
export async function lookAtVersion(
  deps: PublishDeps & SilentDeps,
  of: CardId | YotoCardId,
  takenAtMs: number,
): Promise<VersionLook | undefined> {
  const backup = (await deps.cardBackups.get(of, takenAtMs))?.value;
  if (backup === undefined) return undefined;
  const [look, silent] = await Promise.all([lookAtYoto(deps, backup), silentVersion(deps, backup)]);
  const { words, remakeOf } = silent ?? {};
  const changes = words === undefined ? look.changes : [words, ...look.changes];
  return { ...look, changes, ...(remakeOf && { remakeOf }) };
}

async function lookAtYoto(deps: PublishDeps, backup: CardBackup): Promise<VersionLook> {
  const at = await standsAt(deps, backup);
  if (at === undefined) return { backup, changes: [await whatWithoutFamily(deps)] };
  const now = await withYotoAccount(deps.tokens, at.accountId, (token) =>
    deps.cloud.card(token, at.yotoCardId),
  );
  if (now === undefined) return { backup, changes: ["The card is made at Yoto again, with a new id."] };
  return { backup, now, changes: cardChangeWords(now, overVersion(now, backup.json)) };
}

export type VersionRestored =
  | { readonly ok: true; readonly yotoCardId: YotoCardId }
  | {
      readonly ok: false;
      readonly why: "not-found" | "changed-meanwhile" | "no-account" | "which-account";
    }
  | {
      readonly ok: false;
      readonly why: "does-not-fit";
      readonly problems: readonly { readonly message: string }[];
    }
  | { readonly ok: false; readonly why: "silent"; readonly message: string };

/**
 * Brings an earlier version back, every field of it; what stands there now is kept first. Of a card of ours the record goes
 * back too, with the recordings that lie in the trash since then, and its streams get the addresses of today. A card that is gone
 * at Yoto, or whose family is no longer linked, is made anew: its id is lost for good. One that was deleted here is one of ours
 * again, even where Yoto is away just then. What would be silent, and can be made of its story again, is refused.
 * Throws `YotoTrouble`.
 */
export async function restoreVersion(
  deps: PublishDeps & SilentDeps & { readonly audio: AudioLibrary },
  of: CardId | YotoCardId,
  takenAtMs: number,
  shown?: string,
): Promise<VersionRestored> {
  const backup = (await deps.cardBackups.get(of, takenAtMs))?.value;
  if (backup === undefined) return { ok: false, why: "not-found" };
  const silent = await silentVersion(deps, backup);
  if (silent?.remakeOf !== undefined) return { ok: false, why: "silent", message: silent.words };
  const { face } = backup;
  const id = of as CardId;
  const ours = (await deps.cards.get(id)) ?? (await cardAgain(deps, backup));
  const before = `going back to ${new Date(takenAtMs).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  if (ours !== undefined && face !== undefined) {
    const accountId = (await standsAt(deps, backup))?.accountId;
    const card = withFace(ours.value, face, deps.clock.nowMs());
    if (!(await deps.cards.save(card, ours.version)).ok) return { ok: false, why: "changed-meanwhile" };
    await restoreAudio(deps, await audioOnCard(deps, face));
    const published = await publishCard(deps, id, { accountId, shown, before, base: backup.json });
    if (!published.ok) return published;
    return { ok: true, yotoCardId: published.card.published?.yotoCardId ?? backup.yotoCardId };
  }
  const at = await standsAt(deps, backup);
  const which = await whichAccount(deps, at?.accountId);
  if (!which.ok) return which;
  const accountId = which.account.id;
  const withToken = <Answer>(call: (token: string) => Promise<Answer>) =>
    withYotoAccount(deps.tokens, accountId, call);
  const update: Parameters<typeof updateYotoCard>[0] = {
    yoto: deps.cloud,
    withToken,
    keepBackup: async (id: YotoCardId, json: YotoCardJson) => {
      const takenAtMs = deps.clock.nowMs();
      await deps.cardBackups.add({ of, yotoCardId: id, accountId, takenAtMs, before, json });
    },
  };
  const updated =
    at === undefined
      ? ({ ok: false, why: "unknown-card" } as const)
      : await updateYotoCard(update, at.yotoCardId, (now) => overVersion(now, backup.json), shown);
  if (!updated.ok && updated.why === "changed-meanwhile") return { ok: false, why: "changed-meanwhile" };
  const restored =
    updated.ok && at !== undefined
      ? at.yotoCardId
      : (await createYotoCard({ yoto: deps.cloud, withToken, clock: deps.clock }, fresh(backup.json)))
          .yotoCardId;
  deps.cardLookUp.forget(restored);
  deps.liveUpdates.publish({ of: "cards" });
  return { ok: true, yotoCardId: restored };
}

/** Our card that was deleted, as it was then; not yet at Yoto. `undefined`: it was never ours, or goes with its story. */
async function cardAgain(deps: PublishDeps, { of, face }: CardBackup): Promise<Versioned<Card> | undefined> {
  const [last] = (await deps.cardBackups.of(of, { limit: 1 })).records;
  const deleted = last?.value.deleted;
  if (face === undefined || deleted === undefined) return undefined;
  const id = of as CardId;
  const card: Card = { id, ...face, ...deleted, changedAtMs: deps.clock.nowMs() };
  const made = await deps.cards.create(card);
  return made.ok ? { value: card, version: made.version } : deps.cards.get(id);
}

/** A card's JSON without what makes it that one card at Yoto. */
export function fresh(json: JsonObject): JsonObject {
  const identity = new Set([
    "_id",
    "cardId",
    "userId",
    "createdAt",
    "updatedAt",
    "deleted",
    "shareLinkCreatedAt",
  ]);
  return Object.fromEntries(Object.entries(json).filter(([name]) => !identity.has(name)));
}

/**
 * Where the card stands now: ours may have moved to another family or been made anew since. `undefined`: nowhere that we can reach, for
 * its family is no longer linked.
 */
async function standsAt(
  deps: PublishDeps,
  { of, accountId, yotoCardId }: CardBackup,
): Promise<{ accountId: YotoAccountId; yotoCardId: YotoCardId } | undefined> {
  const published = (await deps.cards.get(of as CardId))?.value.published;
  const then = published?.accountId === accountId ? published : { accountId, yotoCardId };
  for (const at of [then, published])
    if (at !== undefined && (await deps.accounts.get(at.accountId)) !== undefined) return at;
  return undefined;
}

async function whatWithoutFamily(deps: PublishDeps): Promise<string> {
  const which = await whichAccount(deps, undefined);
  const gone = "Its Yoto family is no longer linked here";
  return which.ok
    ? `${gone}: the card is made for the family that is, with a new id.`
    : `${gone}. Link one in the settings to bring this version back.`;
}

/** `updatedAt` of what a look showed, for `shown`. */
export function shownOf({ now }: VersionLook): string | undefined {
  return now && updatedAtOf(now);
}
