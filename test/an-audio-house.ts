import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openScratch } from "../src/adapters/files/scratch.ts";
import { createBookReader } from "../src/adapters/markup/books/book-reader.ts";
import { createFeedReader } from "../src/adapters/markup/feeds/feed-reader.ts";
import { createMemoryAudioFiles } from "../src/adapters/memory/audio-files.ts";
import { seededChance } from "../src/adapters/memory/chance.ts";
import { createInProcessJobQueue } from "../src/adapters/memory/job-queue.ts";
import { createLiveUpdates } from "../src/adapters/memory/live-updates.ts";
import { createRecordingLog } from "../src/adapters/memory/log.ts";
import { createMemoryTable } from "../src/adapters/memory/table.ts";
import { newKeyRing } from "../src/adapters/secrets/key-ring.ts";
import { createSecrets } from "../src/adapters/secrets/secrets.ts";
import { systemClock } from "../src/adapters/system/clock.ts";
import { createWasmConverter } from "../src/adapters/wasm/audio-converter.ts";
import { createWeb } from "../src/adapters/web/web.ts";
import { createZipArchives } from "../src/adapters/zip/archives.ts";
import { JobId } from "../src/domain/ids.ts";
import { isOver } from "../src/domain/job.ts";
import { audioJobHandlers } from "../src/main/audio-job-handlers.ts";
import { createStores } from "../src/main/create-stores.ts";
import { mediaSourcesOver } from "../src/main/media-sources.ts";
import { runJobs } from "../src/usecases/jobs/run-jobs.ts";

/** A library over memory with a worker that really converts, and a web that reaches the test's own servers. */
export async function anAudioHouse(options: { readonly stalledAfterMs?: number } = {}) {
  await using opened = new AsyncDisposableStack();
  const clock = systemClock();
  const chance = seededChance(11);
  const ring = newKeyRing();
  const secrets = createSecrets({ ring: () => ring, reload: async () => ring });
  const stores = createStores({ table: createMemoryTable(clock), secrets, clock, chance });
  const folder = await mkdtemp(join(tmpdir(), "audio-house-"));
  opened.defer(() => rm(folder, { recursive: true }));
  const converter = opened.use(createWasmConverter());
  /** Ports on this machine that count as the internet. */
  const outside = new Set<number>();
  const web = createWeb({ mayReach: (_, port) => outside.has(port), ...options });
  const archives = createZipArchives();
  const deps = {
    ...stores,
    clock,
    chance,
    liveUpdates: createLiveUpdates(),
    log: createRecordingLog(),
    jobQueue: createInProcessJobQueue(clock),
    files: createMemoryAudioFiles(),
    converter,
    scratch: await openScratch(join(folder, "work")),
    archives,
    bookReader: createBookReader(archives),
    web,
    homeWeb: web,
    mediaSources: mediaSourcesOver(web, chance),
    feedReader: createFeedReader(),
  };
  const stop = new AbortController();
  const voice = {
    speech: { voices: async () => [], synthesize: () => Promise.reject(new Error("nobody speaks here")) },
    encoder: { encode: () => Promise.reject(new Error("nobody speaks here")) },
  } as unknown as Parameters<typeof audioJobHandlers>[0]["voice"];
  const working = runJobs(deps, audioJobHandlers({ ...deps, voice }), { atOnce: 4, signal: stop.signal });
  opened.defer(async () => {
    stop.abort();
    await working;
  });
  const everything = opened.move();
  return {
    deps,
    outside,
    /** Resolves when the job has come to an end, with how. */
    async ended(id: string) {
      for (;;) {
        const job = (await stores.jobs.get(JobId(id)))?.value;
        if (job === undefined) throw new Error(`There is no job ${id}`);
        if (isOver(job)) return job.state;
        await clock.sleep(10);
      }
    },
    [Symbol.asyncDispose]: () => everything.disposeAsync(),
  };
}
