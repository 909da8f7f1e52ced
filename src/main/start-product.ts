import { mkdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { openAudioFolder } from "../adapters/files/audio-files.ts";
import { freeBytesAt } from "../adapters/files/free-bytes.ts";
import { openPartUploads } from "../adapters/files/part-uploads.ts";
import { openScratch } from "../adapters/files/scratch.ts";
import { createAnalyzer } from "../adapters/memory/analyzer.ts";
import { createInProcessCommands } from "../adapters/memory/commands.ts";
import { createInProcessJobQueue } from "../adapters/memory/job-queue.ts";
import { createLiveUpdates } from "../adapters/memory/live-updates.ts";
import { createPasswords } from "../adapters/passwords/passwords.ts";
import { openKeyRingFile } from "../adapters/secrets/key-ring-file.ts";
import { createSqliteTable } from "../adapters/sqlite/table.ts";
import { systemChance } from "../adapters/system/chance.ts";
import { systemClock } from "../adapters/system/clock.ts";
import { createWasmConverter } from "../adapters/wasm/audio-converter.ts";
import { createLameEncoder } from "../adapters/wasm/mp3-encoder.ts";
import { createPictureMaker } from "../adapters/wasm/picture-maker.ts";
import { createFliteSpeech } from "../adapters/wasm/speech.ts";
import { createWeb } from "../adapters/web/web.ts";
import { createYotoCloud } from "../adapters/yoto-cloud/yoto-cloud.ts";
import { createYotoSignIn } from "../adapters/yoto-cloud/yoto-sign-in.ts";
import { createYotoMqtt } from "../adapters/yoto-mqtt/yoto-mqtt.ts";
import { createZipArchives } from "../adapters/zip/archives.ts";
import { YotoAccountId } from "../domain/ids.ts";
import { readWebFiles } from "../http/web-files.ts";
import { createHealthBoard } from "../listener/account-health.ts";
import type { Log } from "../ports/log.ts";
import { pretendClientId } from "../simulator/seed.ts";
import { sweepAudioFiles } from "../usecases/audio/sweep-audio-files.ts";
import { createYotoSpeech } from "../usecases/speech/yoto-speech.ts";
import { removeDemoFamily } from "../usecases/yoto-accounts/remove-demo-family.ts";
import { accountStates } from "./account-states.ts";
import { assembleApp } from "./assemble-app.ts";
import { createStores } from "./create-stores.ts";
import type { Env } from "./env.ts";
import { lazyPort } from "./lazy-port.ts";
import { linkDemoFamily } from "./link-demo-family.ts";
import { localTranscriber } from "./local-transcriber.ts";
import { mediaSourcesOver } from "./media-sources.ts";
import { seedDemoLibrary } from "./seed-demo-library.ts";
import { speechOf } from "./speech-of.ts";
import { transcriberOf } from "./transcriber-of.ts";
import { startWebServer } from "./web-server.ts";
import { webhookWebs } from "./webhook-webs.ts";
import { workInBackground } from "./work-in-background.ts";

/** The whole product in one process, as it runs at home. Disposing stops everything in order. */
export type Product = AsyncDisposable & {
  /** Where a browser on this machine opens it. */
  readonly url: URL;
  /** With the one-time token, while nobody is registered and the address alone is not enough. */
  readonly setUpUrl: URL | undefined;
  readonly isSetUp: boolean;
  readonly pretendUrl: URL | undefined;
  readonly webIsBuilt: boolean;
};

/** Starts it. Throws `CannotListen`, and whatever keeps the data folder from being used. */
export async function startProduct(
  env: Env,
  more: {
    readonly log: Log;
    readonly version: string;
    readonly webFolder: string;
    /** As in `AppParts`; for tests. */
    readonly settleMs?: number;
  },
): Promise<Product> {
  const { log, version } = more;
  const clock = systemClock();
  const chance = systemChance(clock);
  await using opened = new AsyncDisposableStack();
  const stop = new AbortController();
  const { signal } = stop;

  const server = opened.use(await startWebServer(env.HOST, env.PORT));
  await mkdir(env.DATA_DIR, { recursive: true, mode: 0o700 });
  const secrets = await openKeyRingFile(join(env.DATA_DIR, "keys"));
  const table = opened.use(createSqliteTable(join(env.DATA_DIR, "yoto-smart-stream.db"), clock));
  const files = await openAudioFolder(join(env.DATA_DIR, "audio"));
  const stores = createStores({ table, secrets, clock, chance });
  const liveUpdates = createLiveUpdates();
  const commands = createInProcessCommands(clock);
  const jobQueue = createInProcessJobQueue(clock);
  const converter = opened.use(createWasmConverter(converterOptions(env)));
  const scratch = await openScratch(join(env.DATA_DIR, "work"));
  const archives = createZipArchives();
  const transcriber = await transcriberOf(env, {
    atHome: async (folder) => opened.use(await localTranscriber(folder, env)),
  });
  const { accounts } = stores;

  const url = new URL(`http://${browserHost(env.HOST)}:${server.port}`);
  const publicUrl = env.PUBLIC_URL === undefined ? url : new URL(env.PUBLIC_URL);
  const internet = createWeb();
  const { home: homeWeb } = webhookWebs({ atHome: true });
  const directUploads = await openPartUploads({
    folder: join(env.DATA_DIR, "audio-parts"),
    audioFolder: join(env.DATA_DIR, "audio"),
    addressOf: (key, part) => new URL(`/api/audio/${key}/parts/${part}`, publicUrl),
    nowMs: () => clock.nowMs(),
  });
  const realYoto = env.YOTO_CLIENT_ID !== undefined;
  const world = realYoto
    ? undefined
    : opened.use(
        await (await import("./demo-world.ts")).startDemoWorld({
          file: join(env.DATA_DIR, "pretend-yoto.json"),
          port: env.PRETEND_PORT,
          clock,
          log,
        }),
      );
  const pretendUrl = world === undefined ? undefined : new URL(world.yoto.url);
  const yoto = {
    authUrl: world?.yoto.url ?? env.YOTO_AUTH_URL,
    apiUrl: world?.yoto.url ?? env.YOTO_API_URL,
    labsUrl: world?.yoto.labsUrl ?? env.YOTO_LABS_URL,
    clientId: env.YOTO_CLIENT_ID ?? pretendClientId,
    ...(env.YOTO_CLIENT_SECRET === undefined ? {} : { clientSecret: env.YOTO_CLIENT_SECRET }),
    version,
    clock,
    chance,
    log,
  };
  const cloud = createYotoCloud(yoto);
  const signIn = createYotoSignIn(yoto);
  const yotoSpeech = createYotoSpeech({
    accounts,
    signIn,
    clock,
    chance,
    log,
    refreshEveryHours: env.TOKEN_REFRESH_INTERVAL_HOURS,
    cloud,
    // The pretend Yoto keeps its sound on this machine.
    web:
      pretendUrl === undefined
        ? internet
        : createWeb({ mayReach: (_, port) => port === Number(pretendUrl.port) }),
    decoder: lazyPort(
      async () => (await import("../adapters/wasm/sound-decoder.ts")).createSoundDecoder(),
      {},
    ),
  });
  const voice = {
    speech: speechOf(env, opened.use(createFliteSpeech()), { clock, log, yoto: yotoSpeech }),
    encoder: opened.use(createLameEncoder()),
  };
  const mqtt = createYotoMqtt({ url: world?.yoto.mqttUrl ?? env.YOTO_MQTT_URL, clock, log });
  const board = createHealthBoard();
  const analyzer = createAnalyzer({ clock, chance });

  await sweepAudioFiles({ ...stores, files });
  if (realYoto) await removeDemoFamily({ ...stores, liveUpdates, log });
  const web = readWebFiles(more.webFolder);
  const { app, slots, deps } = assembleApp({
    ...(more.settleMs !== undefined && { settleMs: more.settleMs }),
    stores,
    files,
    passwords: createPasswords(),
    pictureMaker: opened.use(createPictureMaker()),
    commands,
    liveUpdates,
    clock,
    chance,
    log,
    cloud,
    signIn,
    voice,
    transcribedBy: env.TRANSCRIBER,
    jobQueue,
    internet,
    feedReader: lazyPort(
      async () => (await import("../adapters/markup/feeds/feed-reader.ts")).createFeedReader(),
      {},
    ),
    mediaSources: mediaSourcesOver(homeWeb, chance),
    directUploads,
    freeBytes: () => freeBytesAt(env.DATA_DIR),
    accountState: accountStates({ accounts, healths: stores.listenerHealths, here: board }),
    version,
    kinds: { store: "sqlite", audio: "folder" },
    publicUrl,
    publicUrlIsSet: env.PUBLIC_URL !== undefined,
    boundToLoopback: isLoopback(env.HOST),
    realYoto,
    refreshEveryHours: env.TOKEN_REFRESH_INTERVAL_HOURS,
    demo: pretendUrl === undefined ? undefined : { pretendUrl },
    web,
    analyzer,
    signal,
  });
  server.serve({ app, slots, probes: stores.probes, chance, files, clock, internet, log });
  if (world !== undefined) await linkDemoFamily({ ...deps, stores }, world);

  const running = workInBackground(
    {
      ...deps,
      stores,
      analyzer,
      board,
      cloud,
      mqtt,
      voice,
      converter,
      scratch,
      archives,
      bookReader: lazyPort(
        async () => (await import("../adapters/markup/books/book-reader.ts")).createBookReader(archives),
        {},
      ),
      transcriber,
      web: internet,
      homeWeb,
      jobQueue,
    },
    signal,
  ).catch((error: unknown) => log.error("background-work-ended", { error }));
  opened.defer(async () => {
    stop.abort();
    await running;
  });

  const isSetUp = await stores.setup.isDone();
  if (world !== undefined && !isSetUp)
    await seedDemoLibrary({ ...deps, voice }, YotoAccountId(world.accountId));
  const token = isSetUp ? undefined : await stores.setup.begin();
  const everything = opened.move();
  return {
    url,
    setUpUrl: token === undefined ? undefined : new URL(`/?setup=${token}`, publicUrl),
    isSetUp,
    pretendUrl,
    webIsBuilt: web !== undefined,
    [Symbol.asyncDispose]: () => everything.disposeAsync(),
  };
}

/** A core is left for serving; more threads than four would cost more memory than they save time. */
function converterOptions({ FFMPEG: ffmpeg, CONVERTER_THREADS, KEEP_CONVERSIONS_EVERY_SECONDS }: Env) {
  const threads = CONVERTER_THREADS ?? Math.min(4, Math.max(2, availableParallelism() - 1));
  const keepEveryMs = KEEP_CONVERSIONS_EVERY_SECONDS * 1000;
  return { threads, keepEveryMs, ...(ffmpeg !== undefined && { ffmpeg }) };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\./.test(host);
}

function browserHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}
