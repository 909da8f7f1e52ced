import { createHash } from "node:crypto";
import type { BakedAudio, Card, CardChapter } from "../../domain/cards/card.ts";
import type { YotoAccountId } from "../../domain/ids.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { YotoContent } from "../../ports/yoto-content.ts";
import type { YotoMedia } from "../../ports/yoto-media.ts";
import type { JobContext, JobOutcome } from "../jobs/run-jobs.ts";
import { readSound, type SlotSound, type SlotSoundDeps } from "../streams/slot-sound.ts";
import { withYotoAccount } from "../yoto-accounts/with-yoto-account.ts";
import { lookOverCard } from "./look-over-card.ts";
import type { PublishDeps } from "./publish-card.ts";
import { type UploadedAudio, type UploadLimits, uploadAudioToYoto } from "./upload-audio-to-yoto.ts";

export type BakeDeps = PublishDeps &
  SlotSoundDeps & {
    readonly files: Pick<AudioFiles, "read">;
    readonly cloud: Pick<YotoContent, "composeCard" | "writeCard" | "cards" | "card"> &
      Pick<YotoMedia, "audioUpload" | "putAudio" | "transcode">;
    /** How long to wait for Yoto's transcoder; for tests. */
    readonly uploadLimits?: Partial<UploadLimits>;
  };

const atOnce = 3;

/** A chapter's sound on its way; `source` names the slot it comes from, whatever becomes of the chapter meanwhile. */
export type ToBring = {
  readonly source: string;
  readonly title: string;
  readonly place: number;
  readonly sound: SlotSound;
};

/** The slot that a chapter plays; empty where it plays none. */
export function sourceOf({ plays }: CardChapter): string {
  return plays.from === "stream" ? `${plays.streamId}/${plays.slot}` : "";
}

/** The chapters whose sound is not at Yoto yet, as they would play now. */
export async function chaptersToBring(
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
export async function bringAll(
  deps: BakeDeps,
  { accountId, total }: { readonly accountId: YotoAccountId; readonly total: number },
  wanted: readonly ToBring[],
  at: JobContext,
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

async function hashOf(bytes: ReadableStream<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of bytes) hash.update(chunk);
  return hash.digest("hex");
}
