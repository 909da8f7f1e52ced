import type { Card } from "../../domain/cards/card.ts";
import type { CardId, JobId, UserName, YotoAccountId } from "../../domain/ids.ts";
import { isOver, type Job } from "../../domain/job.ts";
import { type EnqueueJobDeps, enqueueJob } from "../jobs/enqueue-job.ts";
import type { SlotSoundDeps } from "../streams/slot-sound.ts";
import { whichAccount } from "../yoto-accounts/which-account.ts";
import { changeCardRecord } from "./change-card-record.ts";
import { lookOverCard } from "./look-over-card.ts";
import { type PublishDeps, publishCard } from "./publish-card.ts";

/** The kind of job that brings a card to Yoto. */
export const bakeKind = "bake-card";

export type BakeOrdered =
  | { readonly ok: true; readonly job: Job }
  | { readonly ok: false; readonly why: "not-found" | "no-account" | "which-account" }
  | {
      readonly ok: false;
      readonly why: "does-not-fit";
      readonly problems: readonly { readonly message: string; readonly chapterKey?: string }[];
    };

/**
 * Orders a card to be brought to Yoto whole, so that it plays without this server: limits are checked first. While one such
 * job is under way, that one is answered.
 */
export async function enqueueBake(
  deps: EnqueueJobDeps & SlotSoundDeps & Pick<PublishDeps, "cards" | "accounts">,
  wanted: {
    readonly id: CardId;
    readonly accountId?: YotoAccountId | undefined;
    readonly orderedBy: UserName | "system";
  },
): Promise<BakeOrdered> {
  const found = await deps.cards.get(wanted.id);
  if (found === undefined) return { ok: false, why: "not-found" };
  const card = found.value;
  const before = card.bakeJobId && (await deps.jobs.get(card.bakeJobId))?.value;
  if (before && !isOver(before)) return { ok: true, job: before };
  const which = await whichAccount(deps, wanted.accountId, card.published?.accountId);
  if (!which.ok) return which;
  const { problems, chapters } = await lookOverCard(deps, card);
  const silent = chapters.flatMap(({ key, silent }) => {
    const chapter = silent && card.chapters.find((each) => each.key === key);
    if (!chapter) return [];
    const message = `“${chapter.title}” plays nothing any more: its recording is gone. Take it off the card.`;
    return [{ message, chapterKey: key }];
  });
  if (problems.length + silent.length > 0)
    return { ok: false, why: "does-not-fit", problems: [...silent, ...problems] };
  const input = { cardId: card.id, accountId: which.account.id, title: card.title };
  const job = await enqueueJob(deps, {
    kind: bakeKind,
    title: `Bring “${card.title}” to Yoto`,
    input,
    orderedBy: wanted.orderedBy,
  });
  await changeCardRecord(deps, card.id, (now) => ({ ...now, bakeJobId: job.id }));
  deps.liveUpdates.publish({ of: "cards" });
  return { ok: true, job };
}

/** Lets a card play from this server again; the copies stay at Yoto for the next trip. */
export async function streamAgain(
  deps: PublishDeps,
  id: CardId,
  shown?: string,
): ReturnType<typeof publishCard> {
  const found = await deps.cards.get(id);
  if (found === undefined) return { ok: false, why: "not-found" };
  await changeCardRecord(deps, id, ({ plays: _, ...now }) => now);
  if (found.value.published === undefined) return { ok: true, card: { ...found.value } };
  return publishCard(deps, id, { shown, before: "streaming it from this server" });
}

/** The job a card was last brought to Yoto with, if it is still told of. */
export async function bakeJobOf(
  deps: { readonly jobs: { get(id: JobId): Promise<{ readonly value: Job } | undefined> } },
  card: Card,
): Promise<Job | undefined> {
  return card.bakeJobId && (await deps.jobs.get(card.bakeJobId))?.value;
}
