import { createHash } from "node:crypto";
import type { BakedAudio, Card, CardChapter } from "../../domain/cards/card.ts";
import { CardId, type JobId, type UserName, YotoAccountId } from "../../domain/ids.ts";
import { isOver, type Job } from "../../domain/job.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { YotoContent } from "../../ports/yoto-content.ts";
import type { YotoMedia } from "../../ports/yoto-media.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import { readBaked } from "../../stores/card-schema.ts";
import { type OrderJobDeps, orderJob } from "../jobs/order-job.ts";
import type { AtWork, JobOutcome } from "../jobs/work-off-jobs.ts";
import { readSound, type SlotSound, type SlotSoundDeps } from "../streams/slot-sound.ts";
import { whichAccount } from "../yoto-accounts/which-account.ts";
import { withYotoAccount } from "../yoto-accounts/with-yoto-account.ts";
import { lookOverCard } from "./look-over-card.ts";
import { type PublishDeps, publishCard } from "./publish-card.ts";
import { type UploadedAudio, type UploadLimits, uploadAudioToYoto } from "./upload-audio-to-yoto.ts";

/** The kind of job that {@link bakeCard} does. */
export const bakeKind = "bake-card";

export type BakeDeps = PublishDeps &
  SlotSoundDeps & {
    readonly files: Pick<AudioFiles, "read">;
    readonly cloud: Pick<YotoContent, "composeCard" | "writeCard" | "cards" | "card"> &
      Pick<YotoMedia, "audioUpload" | "putAudio" | "transcode">;
    /** How long to wait for Yoto's transcoder; for tests. */
    readonly uploadLimits?: Partial<UploadLimits>;
  };

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
export async function orderBake(
  deps: OrderJobDeps & SlotSoundDeps & Pick<PublishDeps, "cards" | "accounts">,
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
  const which = await whichAccount(deps, wanted.accountId ?? card.published?.accountId);
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
  const job = await orderJob(deps, {
    kind: bakeKind,
    title: `Bring “${card.title}” to Yoto`,
    input,
    orderedBy: wanted.orderedBy,
  });
  await changeRecord(deps, card.id, (now) => ({ ...now, bakeJobId: job.id }));
  deps.liveUpdates.publish({ of: "cards" });
  return { ok: true, job };
}

const atOnce = 3;

/**
 * The work: every chapter that streams is sent to Yoto as it would play now, and when all are there the card is written over
 * with the copies. What is done stays done: another run, after a stop, a failure or a cancel, goes on from there. Yoto knows
 * bytes it has already, so nothing is sent twice.
 */
export async function bakeCard(deps: BakeDeps, job: Job, at: AtWork): Promise<JobOutcome> {
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
      await changeRecord(deps, cardId, (now) => withCopies(now, baked));
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

/** Lets a card play from this server again; the copies stay at Yoto for the next trip. */
export async function streamAgain(
  deps: PublishDeps,
  id: CardId,
  shown?: string,
): ReturnType<typeof publishCard> {
  const found = await deps.cards.get(id);
  if (found === undefined) return { ok: false, why: "not-found" };
  await changeRecord(deps, id, ({ plays: _, ...now }) => now);
  if (found.value.published === undefined) return { ok: true, card: { ...found.value } };
  return publishCard(deps, id, { shown, before: "streaming it from this server" });
}

/** A chapter's sound on its way; `source` names the slot it comes from, whatever becomes of the chapter meanwhile. */
type ToBring = {
  readonly source: string;
  readonly title: string;
  readonly place: number;
  readonly sound: SlotSound;
};

function sourceOf({ plays }: CardChapter): string {
  return plays.from === "stream" ? `${plays.streamId}/${plays.slot}` : "";
}

async function chaptersToBring(
  deps: SlotSoundDeps,
  card: Card,
  baked: ReadonlyMap<string, BakedAudio>,
): Promise<readonly ToBring[]> {
  const { chapters } = await lookOverCard(deps, card);
  return chapters.flatMap(({ sound }, place) => {
    const chapter = card.chapters[place];
    if (sound === undefined || chapter === undefined) return [];
    // A mixed list would be another one each time it is asked: what this job brought there will do.
    const there = baked.has(sourceOf(chapter)) || chapter.baked?.contents === sound.contents;
    return there ? [] : [{ source: sourceOf(chapter), title: chapter.title, place, sound }];
  });
}

/** Sends several at once; answers how it failed, or nothing when all are there. */
async function bringAll(
  deps: BakeDeps,
  { accountId, total }: { readonly accountId: YotoAccountId; readonly total: number },
  wanted: readonly ToBring[],
  at: AtWork,
  keep: (done: ReadonlyMap<string, BakedAudio>) => Promise<void>,
): Promise<JobOutcome | undefined> {
  const shares = new Map<string, number>();
  const there = total - wanted.length;
  const tell = (chapter: ToBring, share: number, doing: string) => {
    shares.set(chapter.source, share);
    const done = there + [...shares.values()].reduce((sum, each) => sum + each, 0);
    at.tell({
      done: Math.round((done / Math.max(1, total)) * 980),
      of: 1000,
      saying: `Chapter ${chapter.place + 1} of ${total}, “${chapter.title}”: ${doing}`,
    });
  };
  const waiting = [...wanted];
  let failure: JobOutcome | undefined;
  const lane = async () => {
    for (
      let chapter = waiting.shift();
      chapter !== undefined && failure === undefined;
      chapter = waiting.shift()
    ) {
      const uploaded = await bring(deps, accountId, chapter, at.signal, tell);
      if (uploaded.ok) {
        const { contents } = chapter.sound;
        await keep(new Map([[chapter.source, { ...uploaded.audio, contents }]]));
        tell(chapter, 1, "at Yoto");
      } else failure = failureWords(chapter, uploaded);
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: atOnce }, lane));
  const broken = lanes.find((each) => each.status === "rejected");
  if (broken !== undefined) throw broken.reason;
  return failure;
}

async function bring(
  deps: BakeDeps,
  accountId: YotoAccountId,
  chapter: ToBring,
  signal: AbortSignal,
  tell: (chapter: ToBring, share: number, doing: string) => void,
): Promise<UploadedAudio> {
  const { map, codec, pieces } = chapter.sound;
  const [first] = pieces;
  const whole = pieces.length === 1 && first?.bytes === map.bytes ? first.sha256 : undefined;
  const sha256 = whole ?? (await hashOf(readSound(deps.files, map)));
  return uploadAudioToYoto(
    {
      yoto: deps.cloud,
      withToken: (call) => withYotoAccount(deps.tokens, accountId, call, signal),
      clock: deps.clock,
    },
    {
      sha256,
      filename: `${chapter.title.replace(/[^\p{L}\p{N} _-]+/gu, "").trim() || "chapter"}.${codec}`,
      contentType: codec === "mp3" ? "audio/mpeg" : "audio/aac",
      bytes: map.bytes,
      open: async () => readSound(deps.files, map),
    },
    {
      signal,
      ...(deps.uploadLimits && { limits: deps.uploadLimits }),
      onProgress: (progress) => {
        if (progress.step === "sending") {
          const share = progress.sentBytes / Math.max(1, progress.bytes);
          tell(chapter, share * 0.4, `sending, ${Math.round(share * 100)} %`);
        } else {
          const { percent } = progress;
          const words =
            percent === undefined ? "Yoto prepares it" : `Yoto prepares it, ${Math.round(percent)} %`;
          tell(chapter, 0.4 + (percent ?? 0) * 0.0055, words);
        }
      },
    },
  );
}

function failureWords(chapter: ToBring, failed: UploadedAudio & { ok: false }): JobOutcome {
  const name = `“${chapter.title}”`;
  if (failed.why === "stalled") {
    const at = failed.percent === undefined ? "" : ` at ${Math.round(failed.percent)} %`;
    return {
      ok: false,
      why: `Yoto stopped preparing ${name}${at}.`,
      hint: "The card plays as before. Try again later: it goes on with what is missing.",
    };
  }
  return {
    ok: false,
    why: `Yoto could not prepare ${name} (it says “${failed.phase}”).`,
    hint: "The card plays as before. Try again; if it fails again, convert that recording anew or take it off.",
  };
}

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

/** Changes what is noted on a card, whoever else writes meanwhile. */
async function changeRecord(
  deps: Pick<PublishDeps, "cards">,
  id: CardId,
  change: (card: Card) => Card,
): Promise<void> {
  for (;;) {
    const found = await deps.cards.get(id);
    if (found === undefined || (await deps.cards.save(change(found.value), found.version)).ok) return;
  }
}

async function hashOf(bytes: ReadableStream<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of bytes) hash.update(chunk);
  return hash.digest("hex");
}

/** The job a card was last brought to Yoto with, if it is still told of. */
export async function bakeJobOf(
  deps: { readonly jobs: { get(id: JobId): Promise<{ readonly value: Job } | undefined> } },
  card: Card,
): Promise<Job | undefined> {
  return card.bakeJobId && (await deps.jobs.get(card.bakeJobId))?.value;
}
