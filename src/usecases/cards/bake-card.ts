import type { BakedAudio, Card } from "../../domain/cards/card.ts";
import { CardId, YotoAccountId } from "../../domain/ids.ts";
import type { Job } from "../../domain/job.ts";
import type { JsonObject } from "../../domain/json.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import { readBaked } from "../../stores/card-schema.ts";
import type { JobContext, JobOutcome } from "../jobs/run-jobs.ts";
import { type BakeDeps, bringAll, chaptersToBring, sourceOf } from "./bring-chapters.ts";
import { changeCardRecord } from "./change-card-record.ts";
import { publishCard } from "./publish-card.ts";

/**
 * The work: every chapter that streams is sent to Yoto as it would play now, and when all are there the card is written over
 * with the copies. What is done stays done: another run, after a stop, a failure or a cancel, goes on from there. Yoto knows
 * bytes it has already, so nothing is sent twice.
 */
export async function bakeCard(deps: BakeDeps, job: Job, at: JobContext): Promise<JobOutcome> {
  const cardId = CardId(String(job.input["cardId"]));
  const accountId = YotoAccountId(String(job.input["accountId"]));
  const baked = new Map(Object.entries(readBaked(job.checkpoint?.["baked"])));
  try {
    for (;;) {
      const card = (await deps.cards.get(cardId))?.value;
      if (card === undefined) return gone;
      const missing = await chaptersToBring(deps, card, baked);
      if (missing.length > 0) {
        const outcome = await bringAll(
          deps,
          { accountId, total: card.chapters.length },
          missing,
          at,
          async (done) => {
            for (const [source, audio] of done) baked.set(source, audio);
            await at.checkpoint({ baked: Object.fromEntries(baked) });
          },
        );
        if (outcome !== undefined) return outcome;
        continue; // what was put on the card meanwhile is brought there too
      }
      at.tell({ done: 1000, of: 1000, saying: "Writing the card" });
      at.signal.throwIfAborted();
      await changeCardRecord(deps, cardId, (now) => withCopies(now, baked));
      const published = await publishCard(deps, cardId, { accountId, before: "playing it from Yoto" });
      if (published.ok) return { ok: true, result: resultOf(published.card) };
      if (published.why === "changed-meanwhile") continue;
      if (published.why === "not-found") return gone;
      return {
        ok: false,
        why:
          "problems" in published
            ? published.problems.map(({ message }) => message).join(" ")
            : "No Yoto family is linked any more.",
        hint:
          "problems" in published
            ? "Change the card and try again."
            : "Link one in the settings and try again.",
      };
    }
  } catch (error) {
    if (at.signal.aborted || !(error instanceof YotoTrouble)) throw error;
    if (error.kind === "unavailable" || error.kind === "rate-limited") throw error;
    return {
      ok: false,
      why: error.message,
      hint: "What was brought there stays there: try again afterwards.",
    };
  }
}

const gone: JobOutcome = { ok: false, why: "The card was deleted meanwhile." };

function withCopies(card: Card, baked: ReadonlyMap<string, BakedAudio>): Card {
  const chapters = card.chapters.map((chapter) => {
    const copy = baked.get(sourceOf(chapter));
    return copy === undefined ? chapter : { ...chapter, baked: copy };
  });
  return { ...card, chapters, plays: "from-yoto" };
}

function resultOf(card: Card): JsonObject {
  return { cardId: card.id, ...(card.published && { yotoCardId: card.published.yotoCardId }) };
}
