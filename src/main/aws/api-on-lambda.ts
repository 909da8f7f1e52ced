import { timingSafeEqual } from "node:crypto";
import { createLiveUpdates } from "../../adapters/memory/live-updates.ts";
import { createPasswords } from "../../adapters/passwords/passwords.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Speech } from "../../ports/speech.ts";
import { accountStates } from "../account-states.ts";
import { assembleApp } from "../assemble-app.ts";
import { readEnv } from "../env.ts";
import { lazyPort } from "../lazy-port.ts";
import { markedLiveUpdates } from "../marked-live-updates.ts";
import { createSharedAnalyzer } from "../shared-analyzer.ts";
import { awsPlatform } from "./aws-platform.ts";
import { answerBytesMost, HttpEvent, type HttpResult, requestOf, resultOf } from "./http-event.ts";
import { storesOnLambda } from "./stores-on-lambda.ts";

/** The API for Lambda. */
export type ApiOnLambda = {
  /** Loads, connects and answers one request of our own, so that the first real one finds everything warm. Never throws. */
  prime(): Promise<void>;
  handle(event: unknown): Promise<HttpResult>;
};

/** Warming up must not hold up the start when something does not answer: the first request tries again. */
const primeMs = 300;
const figureLivesMs = 60_000;

const refused: HttpResult = { statusCode: 403, headers: {}, body: "", isBase64Encoded: false };

/** Throws when the environment is not right, which Lambda tells as a failed start. */
export function createApiOnLambda(
  environment: Readonly<Record<string, string | undefined>>,
  version: string,
): ApiOnLambda {
  const env = readEnv(environment);
  const ground = awsPlatform(env, version, storesOnLambda);
  const { clock, log, stores } = ground;

  const voice = {
    speech: lazyPort<Speech, object>(async () => {
      const [
        { speechOf },
        { createPollySpeech },
        { createYotoSpeech },
        { createSoundDecoder },
        { createWeb },
      ] = await Promise.all([
        import("../speech-of.ts"),
        import("../../adapters/aws/polly/speech.ts"),
        import("../../usecases/speech/yoto-speech.ts"),
        import("../../adapters/wasm/sound-decoder.ts"),
        import("../../adapters/web/web.ts"),
      ]);
      const { cloud, signIn } = await started();
      const yoto = createYotoSpeech({
        accounts: stores.accounts,
        signIn,
        clock,
        chance: ground.chance,
        log,
        liveUpdates,
        refreshEveryHours: env.TOKEN_REFRESH_INTERVAL_HOURS,
        cloud,
        web: createWeb(),
        decoder: createSoundDecoder(),
      });
      return speechOf(env, createPollySpeech(ground.call), { clock, log, yoto });
    }, {}),
    encoder: lazyPort(
      async () => (await import("../../adapters/wasm/mp3-encoder.ts")).createLameEncoder(),
      {},
    ),
  };
  const pictureMaker = lazyPort(
    async () => (await import("../../adapters/wasm/picture-maker.ts")).createPictureMaker(),
    {},
  );
  const mediaSources = async () => {
    const [{ mediaSourcesOver }, { createWeb }] = await Promise.all([
      import("../media-sources.ts"),
      import("../../adapters/web/web.ts"),
    ]);
    return mediaSourcesOver(createWeb(), ground.chance);
  };
  const liveUpdates = markedLiveUpdates({
    inner: createLiveUpdates(),
    marks: stores.liveMarks,
    log,
    nudge: ground.commands.nudge,
  });
  const batches = stores.analyzedBatches;
  // At once: after the answer we are frozen.
  const analyzer = createSharedAnalyzer({ batches, liveUpdates, clock, chance: ground.chance, log }, 0);

  const start = async () => {
    // The first read opens the connection to the table while the parameters are on their way.
    const [loaded] = await Promise.all([ground.load(), stores.setup.isDone()]);
    const { app } = assembleApp({
      ...ground,
      ...loaded,
      internet: lazyPort(async () => (await import("../../adapters/web/web.ts")).createWeb(), {}),
      mediaSources: {
        audiobookshelf: lazyPort(async () => (await mediaSources()).audiobookshelf, {}),
        subsonic: lazyPort(async () => (await mediaSources()).subsonic, {}),
      },
      feedReader: lazyPort(
        async () => (await import("../../adapters/markup/feeds/feed-reader.ts")).createFeedReader(),
        {},
      ),
      passwords: createPasswords(),
      pictureMaker,
      voice,
      transcribedBy: env.TRANSCRIBER,
      liveUpdates,
      analyzer,
      live: "asking",
      answerBytesMost,
      deadJobs: ground.deadJobs && nowAndThen(ground.deadJobs.waiting, clock),
      accountState: accountStates({ accounts: stores.accounts, healths: stores.listenerHealths }),
      kinds: { store: "dynamodb", audio: "s3" },
      publicUrlIsSet: true,
      boundToLoopback: false,
      realYoto: true,
      refreshEveryHours: env.TOKEN_REFRESH_INTERVAL_HOURS,
      signal: new AbortController().signal,
    });
    return { ...loaded, app };
  };
  let starting: ReturnType<typeof start> | undefined;
  const started = () => {
    starting ??= start().catch((error: unknown) => {
      starting = undefined;
      throw error;
    });
    return starting;
  };

  return {
    async prime() {
      const primed = started().then(async ({ app, publicUrl }) =>
        (await app.request(`${publicUrl.origin}/api/session`)).arrayBuffer(),
      );
      const done = new AbortController();
      await Promise.race([
        primed.catch((error: unknown) => log.warn("not-primed", { error })).finally(() => done.abort()),
        clock.sleep(primeMs, done.signal).catch(() => {}),
      ]);
    },

    async handle(given) {
      const event = HttpEvent.parse(given);
      const { app, originSecret, publicUrl } = await started();
      if (originSecret !== undefined && !isSame(event.headers["x-origin-secret"], originSecret))
        return refused;
      const clientAddress = viewerOf(event, originSecret !== undefined);
      const result = await resultOf(await app.fetch(requestOf(event, publicUrl), { clientAddress }));
      // After the answer we are frozen: what is still on its way would stand still.
      await Promise.all([liveUpdates.settled(), analyzer.settled()]);
      return result;
    },
  };
}

/** A figure that may be a minute old; `undefined` while it cannot be had. */
function nowAndThen(ask: () => Promise<number>, clock: Clock): () => Promise<number | undefined> {
  let known: { readonly figure: Promise<number | undefined>; readonly untilMs: number } | undefined;
  return () => {
    if (known === undefined || clock.nowMs() > known.untilMs)
      known = { figure: ask().catch(() => undefined), untilMs: clock.nowMs() + figureLivesMs };
    return known.figure;
  };
}

function isSame(shown: string | undefined, secret: string): boolean {
  const [left, right] = [Buffer.from(shown ?? ""), Buffer.from(secret)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** CloudFront's word on who asks (`address:port`), believed only when the request came through our CloudFront. */
function viewerOf({ headers, requestContext }: HttpEvent, throughCloudFront: boolean): string {
  const viewer = throughCloudFront ? headers["cloudfront-viewer-address"] : undefined;
  return viewer?.replace(/:\d+$/, "") ?? requestContext.http.sourceIp;
}
