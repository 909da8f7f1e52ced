import { join } from "node:path";
import { z } from "zod";
import { createPollySpeech } from "../../adapters/aws/polly/speech.ts";
import { createAwsTranscriber } from "../../adapters/aws/transcribe/transcriber.ts";
import { openScratch } from "../../adapters/files/scratch.ts";
import { createBookReader } from "../../adapters/markup/books/book-reader.ts";
import { createFeedReader } from "../../adapters/markup/feeds/feed-reader.ts";
import { createLiveUpdates } from "../../adapters/memory/live-updates.ts";
import { createPictures } from "../../adapters/pictures/pictures.ts";
import { createWasmConverter } from "../../adapters/wasm/audio-converter.ts";
import { createLameEncoder } from "../../adapters/wasm/mp3-encoder.ts";
import { createSoundDecoder } from "../../adapters/wasm/sound-decoder.ts";
import { createWeb } from "../../adapters/web/web.ts";
import { createZipArchives } from "../../adapters/zip/archives.ts";
import { JobId } from "../../domain/ids.ts";
import { isOver } from "../../domain/job.ts";
import { createAudioFinder } from "../../usecases/audio/find-audio.ts";
import { claimJobPlace } from "../../usecases/jobs/claim-job-place.ts";
import { runJob } from "../../usecases/jobs/run-jobs.ts";
import { createIconShelf } from "../../usecases/pictures/icon-shelf.ts";
import { createYotoSpeech } from "../../usecases/speech/yoto-speech.ts";
import type { TokenDeps } from "../../usecases/yoto-accounts/fresh-access-token.ts";
import { renewDueTokens } from "../../usecases/yoto-accounts/keep-tokens-fresh.ts";
import { audioJobHandlers } from "../audio-job-handlers.ts";
import { cardJobHandlers } from "../card-job-handlers.ts";
import { createStores } from "../create-stores.ts";
import { readEnv } from "../env.ts";
import { jobSharesOnAws } from "../job-limits.ts";
import { markedLiveUpdates } from "../marked-live-updates.ts";
import { mediaSourcesOver } from "../media-sources.ts";
import { speechOf } from "../speech-of.ts";
import { streamJobHandlers } from "../stream-job-handlers.ts";
import { transcriberOf } from "../transcriber-of.ts";
import { awsPlatform } from "./aws-platform.ts";
import { doScheduled, ScheduledCall } from "./scheduled-work.ts";

/** The parts of an SQS event that we use. */
const SqsEvent = z.object({
  Records: z.array(
    z.object({
      messageId: z.string(),
      body: z.string(),
      attributes: z.object({ ApproximateReceiveCount: z.coerce.number() }),
    }),
  ),
});
/** Asked by who deploys, directly and with AWS's own permissions: never over HTTP. */
const RenewalAsked = z.object({ do: z.literal("renew-tokens") });
const SetUpLinkAsked = z.object({ do: z.literal("set-up-link") });

/** Which messages are to come again; the others are done with. */
export type BatchResult = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };
/** How many families there are; those whose time had come have new tokens. */
export type Renewed = { readonly families: number };
export type SetUpLink = { readonly isSetUp: boolean; readonly url?: string };

/** Time to write down where we are, before Lambda pulls the plug. */
const leaveBeforeMs = 20_000;
/** A message that comes more often was each time the last thing its process did. */
const deadlyAfter = 3;
/** Of a quarter of an hour, without getting any further: whatever waits two hours for somebody else is not waited for any longer. */
const mostRuns = 8;

/** The room of a Lambda is ours alone, and small. */
const scratchSpareBytes = 10_000_000;

/** The worker for Lambda. Throws when the environment is not right. */
export function createWorkerOnLambda(
  environment: Readonly<Record<string, string | undefined>>,
  version: string,
) {
  const env = readEnv(environment);
  const ground = awsPlatform(env, version, createStores);
  const { stores, clock, chance, log, jobQueue, call } = ground;
  const { jobs } = stores;
  const web = createWeb();
  const feedTools = {
    web,
    homeWeb: web,
    feedReader: createFeedReader(),
    mediaSources: mediaSourcesOver(web, chance),
  };
  const liveUpdates = markedLiveUpdates({ inner: createLiveUpdates(), marks: stores.liveMarks, log });

  const start = async () => {
    const [{ files, publicUrl, cloud, signIn, slotsAtEdge }, scratch] = await Promise.all([
      ground.load(),
      openScratch(join(env.SCRATCH_DIR, "work"), { spareBytes: scratchSpareBytes }),
    ]);
    const voice = {
      speech: speechOf(env, createPollySpeech(call), {
        clock,
        log,
        yoto: createYotoSpeech({ ...tokensOver(signIn), cloud, web, decoder: createSoundDecoder() }),
      }),
      encoder: createLameEncoder(),
    };
    const converter = createWasmConverter({
      spareBytes: scratchSpareBytes,
      keepEveryMs: env.KEEP_CONVERSIONS_EVERY_SECONDS * 1000,
      ...(env.FFMPEG !== undefined && { ffmpeg: env.FFMPEG }),
    });
    const deps = { ...stores, files, clock, chance, log, liveUpdates, scratch, voice, converter, jobQueue };
    const archives = createZipArchives();
    const transcriber = await transcriberOf(env, {
      onAws: async () => createAwsTranscriber({ call, bucket: ground.bucket, clock }),
    });
    const tokens = tokensOver(signIn);
    const atYoto = {
      cloud,
      tokens,
      // What the API remembers of cards, it forgets by itself.
      cardLookUp: { forget: () => {} },
    };
    const works = {
      ...audioJobHandlers({
        ...deps,
        ...feedTools,
        archives,
        bookReader: createBookReader(archives),
        transcriber,
      }),
      ...streamJobHandlers({ ...deps, ...feedTools, ...atYoto, archives, commands: ground.commands }),
      ...cardJobHandlers({
        ...deps,
        ...atYoto,
        publicUrl,
        icons: createIconShelf({ ...stores, cloud, tokens, clock, pictures: createPictures(undefined) }),
      }),
    };
    return { deps, works, publicUrl, slotsAtEdge };
  };
  let starting: ReturnType<typeof start> | undefined;
  const started = () => {
    starting ??= start().catch((error: unknown) => {
      starting = undefined;
      throw error;
    });
    return starting;
  };

  /** A job that has killed its worker again and again, or is too long for a run, is told as failed, not tried for ever. */
  const giveUp = async (id: JobId) => {
    const found = await jobs.get(id);
    if (found === undefined || isOver(found.value)) return;
    log.error("job-deadly", { job: id, kind: found.value.kind });
    const why = "The worker ended each time it tried this, before it got any further.";
    const hint = "The file may be damaged, too large, or too long for a quarter of an hour. Try it in parts.";
    const state = { is: "failed", atMs: clock.nowMs(), why, hint } as const;
    const { ok } = await jobs.save({ ...found.value, state, changedAtMs: clock.nowMs() }, found.version);
    if (!ok) throw new Error("Somebody changed the job; look again");
  };

  const workOn = async (id: JobId, deliveries: number, signal: AbortSignal) => {
    const job = (await jobs.get(id))?.value;
    if (job === undefined || isOver(job)) return;
    const isHeld = job.state.is === "running" && job.state.untilMs > clock.nowMs();
    if (deliveries > deadlyAfter || (job.attempt >= mostRuns && !isHeld)) return giveUp(id);
    // Asked before anything is loaded: many wait, and few of them come to their turn.
    if (!(await claimJobPlace({ ...stores, jobQueue, clock }, jobSharesOnAws, job))) return;
    const { deps, works } = await started();
    await runJob(deps, works, "lambda", id, signal);
    // Its time was up in the middle of it: another run goes on from its checkpoint.
    if (signal.aborted && (await jobs.get(id))?.value.state.is === "waiting") await jobQueue.send(id);
  };

  return {
    async handle(
      given: unknown,
      context: { getRemainingTimeInMillis(): number },
    ): Promise<BatchResult | SetUpLink | Renewed> {
      if (SetUpLinkAsked.safeParse(given).success) return setUpLink();
      if (RenewalAsked.safeParse(given).success) return renewTokens();
      const scheduled = ScheduledCall.safeParse(given).data;
      if (scheduled !== undefined) {
        await doScheduled(
          {
            board: stores.listenerBoard,
            clock,
            log,
            tokens,
            library,
          },
          scheduled,
        );
        await liveUpdates.settled();
        return { batchItemFailures: [] };
      }
      const { Records } = SqsEvent.parse(given);
      const timeUp = new AbortController();
      const finished = new AbortController();
      const leavesMs = Math.max(0, context.getRemainingTimeInMillis() - leaveBeforeMs);
      const watching = clock.sleep(leavesMs, finished.signal).then(
        () => timeUp.abort(new Error("The worker's time is up")),
        () => {},
      );
      const failed = await Promise.all(
        Records.map(async ({ messageId, body, attributes }) => {
          try {
            await workOn(JobId(body), attributes.ApproximateReceiveCount, timeUp.signal);
            return [];
          } catch (error) {
            log.error("job-not-worked-on", { job: body, error });
            return [{ itemIdentifier: messageId }];
          }
        }),
      );
      finished.abort();
      await watching;
      await liveUpdates.settled();
      return { batchItemFailures: failed.flat() };
    },
  };

  async function library() {
    const { deps, slotsAtEdge } = await started();
    return { ...deps, ...feedTools, slotsAtEdge, audioFinder: createAudioFinder(deps) };
  }

  async function tokens() {
    return tokensOver((await ground.load()).signIn);
  }

  function tokensOver(signIn: TokenDeps["signIn"]): TokenDeps {
    const refreshEveryHours = env.TOKEN_REFRESH_INTERVAL_HOURS;
    return { accounts: stores.accounts, signIn, clock, chance, log, liveUpdates, refreshEveryHours };
  }

  /** One refresher at a time, whoever asks: the table's lease sees to it. */
  async function renewTokens(): Promise<Renewed> {
    await renewDueTokens(await tokens(), AbortSignal.timeout(60_000));
    await liveUpdates.settled();
    return { families: (await stores.accounts.outlines()).length };
  }

  async function setUpLink(): Promise<SetUpLink> {
    const { publicUrl } = await started();
    if (await stores.setup.isDone()) return { isSetUp: true };
    const token = await stores.setup.begin();
    return { isSetUp: false, url: new URL(`/?setup=${token}`, publicUrl).href };
  }
}
