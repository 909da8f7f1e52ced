import { type Card, faceOf } from "../../domain/cards/card.ts";
import { cardChangeWords } from "../../domain/cards/card-change-words.ts";
import type { CardProblem } from "../../domain/cards/card-limits.ts";
import { withMailIcons } from "../../domain/cards/mail-icons.ts";
import type { CardId, YotoAccountId, YotoCardId } from "../../domain/ids.ts";
import type { JsonObject } from "../../domain/json.ts";
import { mergeJson } from "../../domain/json-merge.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { YotoCardJson, YotoContent } from "../../ports/yoto-content.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import type { CardBackups } from "../../stores/card-backups.ts";
import type { Cards } from "../../stores/cards.ts";
import type { Versioned } from "../../stores/records.ts";
import type { YotoAccounts } from "../../stores/yoto-accounts.ts";
import type { TokenDeps } from "../yoto-accounts/fresh-access-token.ts";
import { whichAccount } from "../yoto-accounts/which-account.ts";
import { withYotoAccount } from "../yoto-accounts/with-yoto-account.ts";
import { type ComposeDeps, composeCard } from "./compose-card.ts";
import { createYotoCard } from "./create-yoto-card.ts";
import { deleteAtYoto } from "./delete-card.ts";
import { findMadeCard } from "./find-made-card.ts";
import type { CardLookUp } from "./look-up-card.ts";
import { touchStreams } from "./touch-streams.ts";
import { previewYotoCard, updateYotoCard } from "./update-yoto-card.ts";

export type PublishDeps = ComposeDeps & {
  readonly accounts: YotoAccounts;
  readonly cards: Cards;
  readonly cardBackups: CardBackups;
  readonly cardLookUp: Pick<CardLookUp, "forget">;
  readonly cloud: Pick<YotoContent, "composeCard" | "writeCard" | "cards" | "card" | "deleteCard">;
  readonly tokens: TokenDeps;
  readonly clock: Clock;
  readonly liveUpdates: LiveUpdates;
};

type NotPublished =
  | {
      readonly ok: false;
      readonly why: "not-found" | "no-account" | "which-account" | "changed-meanwhile";
    }
  | { readonly ok: false; readonly why: "does-not-fit"; readonly problems: readonly CardProblem[] };

export type CardPublished = { readonly ok: true; readonly card: Card } | NotPublished;

export type PublishWanted = {
  readonly accountId?: YotoAccountId | undefined;
  /** The card's `updatedAt` as the preview showed it: nothing is written over anything else. */
  readonly shown?: string | undefined;
  /** What the backup is told to be before, for people. */
  readonly before?: string | undefined;
  /** Lies under ours where we say nothing: an earlier version that is brought back. */
  readonly base?: YotoCardJson | undefined;
};

export type PublishPreview =
  | {
      readonly ok: true;
      readonly accountId: YotoAccountId;
      /** Absent: the card is not there yet and will be made. */
      readonly there?: { readonly yotoCardId: YotoCardId; readonly updatedAt: string };
      /** Sentences; none when everything is as it should be. */
      readonly changes: readonly string[];
      readonly before?: YotoCardJson;
      readonly after: YotoCardJson;
    }
  | NotPublished;

/** What {@link publishCard} would do, in words. Writes nothing. Throws `YotoTrouble`. */
export async function previewCard(
  deps: PublishDeps,
  id: CardId,
  named: YotoAccountId | undefined,
): Promise<PublishPreview> {
  const ready = await prepare(deps, id, { accountId: named });
  if (!ready.ok) return ready;
  const { accountId, there, before, json } = ready;
  if (there === undefined || before === undefined)
    return { ok: true, accountId, changes: ["The card is made at Yoto."], after: json };
  const update = await previewYotoCard(
    { yoto: { card: async () => before }, withToken: (call) => call("") },
    there,
    json,
  );
  const after = update?.after ?? json;
  return {
    ok: true,
    accountId,
    there: { yotoCardId: there, updatedAt: updatedAtOf(before) },
    changes: cardChangeWords(before, after),
    before,
    after,
  };
}

/**
 * Brings a card of ours to a family as it is now: makes it there, or writes over the one that is there, whose JSON is kept
 * first. A card whose creation we never heard the end of is looked for, so that there is one and not two; one that somebody
 * deletes while it is made is deleted there, too. Throws `YotoTrouble`; then nothing here has changed, and trying again is safe.
 */
export async function publishCard(
  deps: PublishDeps,
  id: CardId,
  wanted: PublishWanted = {},
): Promise<CardPublished> {
  const card = (await deps.cards.get(id))?.value;
  if (card !== undefined) await touchStreams(deps, card);
  const ready = await prepare(deps, id, wanted);
  if (!ready.ok) return ready;
  const { accountId, there, json } = ready;
  let { found } = ready;
  let yotoCardId = there;
  if (there !== undefined) {
    const written = await writeOver(deps, found.value, { accountId, there }, json, wanted);
    if (written === "changed-meanwhile") return { ok: false, why: "changed-meanwhile" };
    if (written === "gone") yotoCardId = undefined;
  }
  if (yotoCardId === undefined) {
    const made = await create(deps, found, accountId, wanted.base ? freshVersion(wanted.base, json) : json);
    if (made === undefined) return { ok: false, why: "changed-meanwhile" };
    ({ found, yotoCardId } = made);
  }
  const published = await notePublished(deps, found, { accountId, yotoCardId });
  deps.cardLookUp.forget(yotoCardId);
  if (published === undefined) {
    await deleteAtYoto(deps, { accountId, yotoCardId });
    return { ok: false, why: "not-found" };
  }
  deps.liveUpdates.publish({ of: "cards" });
  return { ok: true, card: published };
}

type Ready =
  | {
      readonly ok: true;
      readonly found: Versioned<Card>;
      readonly accountId: YotoAccountId;
      readonly there: YotoCardId | undefined;
      readonly before: YotoCardJson | undefined;
      readonly json: YotoCardJson;
    }
  | NotPublished;

async function prepare(deps: PublishDeps, id: CardId, wanted: PublishWanted): Promise<Ready> {
  const found = await deps.cards.get(id);
  if (found === undefined) return { ok: false, why: "not-found" };
  const card = found.value;
  const which = await whichAccount(deps, wanted.accountId, card.published?.accountId);
  if (!which.ok) return which;
  const accountId = which.account.id;
  const at = card.published?.accountId === accountId ? card.published.yotoCardId : undefined;
  const before = at && (await withYotoAccount(deps.tokens, accountId, (token) => deps.cloud.card(token, at)));
  const composed = await composeCard(deps, withMailIcons(card), wanted.base ?? before);
  if (!composed.ok) return { ok: false, why: "does-not-fit", problems: composed.problems };
  return { ok: true, found, accountId, there: before && at, before, json: composed.card };
}

async function writeOver(
  deps: PublishDeps,
  card: Card,
  { accountId, there }: { readonly accountId: YotoAccountId; readonly there: YotoCardId },
  json: YotoCardJson,
  { shown, before = "writing it anew", base }: PublishWanted,
): Promise<"written" | "gone" | "changed-meanwhile"> {
  const face = card.published?.as;
  const updated = await updateYotoCard(
    {
      yoto: deps.cloud,
      withToken: (call) => withYotoAccount(deps.tokens, accountId, call),
      keepBackup: async (yotoCardId, was) => {
        const takenAtMs = deps.clock.nowMs();
        const kept = { of: card.id, yotoCardId, accountId, takenAtMs, before, json: was };
        await deps.cardBackups.add({ ...kept, ...(face && { face }) });
      },
    },
    there,
    base === undefined ? json : (now) => overVersion(now, base, json),
    shown,
  );
  if (updated.ok) return "written";
  return updated.why === "unknown-card" ? "gone" : "changed-meanwhile";
}

async function create(
  deps: PublishDeps,
  found: Versioned<Card>,
  accountId: YotoAccountId,
  json: YotoCardJson,
): Promise<{ found: Versioned<Card>; yotoCardId: YotoCardId } | undefined> {
  const withToken = <Answer>(call: (token: string) => Promise<Answer>) =>
    withYotoAccount(deps.tokens, accountId, call);
  const create = { yoto: deps.cloud, withToken, clock: deps.clock };
  const { creating } = found.value;
  if (creating?.accountId === accountId) {
    const there = await findMadeCard(deps, accountId, json);
    if (there !== undefined) return { found, yotoCardId: there };
  }
  // Written down first: if we never hear the end of it, the next try looks before it makes a second one.
  const marked: Card = { ...found.value, creating: { accountId, sinceMs: deps.clock.nowMs() } };
  const noted = await deps.cards.save(marked, found.version);
  if (!noted.ok) return undefined;
  const now = { value: marked, version: noted.version };
  try {
    const { yotoCardId } = await createYotoCard(create, json);
    return { found: now, yotoCardId };
  } catch (error) {
    if (error instanceof YotoTrouble && !error.answerLost) await deps.cards.save(found.value, now.version);
    throw error;
  }
}

/** What Yoto has now stands in the record, whatever else was changed meanwhile; `undefined`: somebody has deleted the card. */
async function notePublished(
  deps: PublishDeps,
  found: Versioned<Card>,
  at: { readonly accountId: YotoAccountId; readonly yotoCardId: YotoCardId },
): Promise<Card | undefined> {
  const atMs = deps.clock.nowMs();
  const as = faceOf(found.value);
  let now = found;
  for (;;) {
    const { creating: _, ...rest } = now.value;
    const published: Card = { ...rest, published: { ...at, atMs, as } };
    if ((await deps.cards.save(published, now.version)).ok) return published;
    const again = await deps.cards.get(found.value.id);
    if (again === undefined) return undefined;
    now = again;
  }
}

/** An earlier version with ours laid over it: what only Yoto's server says stays as it is now. */
export function overVersion(now: JsonObject, version: JsonObject, wanted: JsonObject = {}): JsonObject {
  const server = ["_id", "userId", "createdAt", "updatedAt", "cardId"].flatMap((name) => {
    const value = now[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...mergeJson(version, wanted), ...Object.fromEntries(server) };
}

/** A version of a card that is gone, to be made anew. */
function freshVersion(version: JsonObject, wanted: JsonObject): JsonObject {
  const { _id, cardId, userId, createdAt, updatedAt, deleted, ...rest } = version;
  return mergeJson(rest, wanted);
}

export function updatedAtOf(json: YotoCardJson): string {
  const updatedAt = json["updatedAt"];
  return typeof updatedAt === "string" ? updatedAt : "";
}
