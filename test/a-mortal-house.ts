import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDynamoTable } from "../src/adapters/aws/dynamodb/table.ts";
import { createS3AudioFiles } from "../src/adapters/aws/s3/audio-files.ts";
import type { SignedCall } from "../src/adapters/aws/signed-call.ts";
import { openScratch } from "../src/adapters/files/scratch.ts";
import { createInProcessJobQueue } from "../src/adapters/memory/job-queue.ts";
import { createLiveUpdates } from "../src/adapters/memory/live-updates.ts";
import { silentLog } from "../src/adapters/memory/log.ts";
import { newKeyRing } from "../src/adapters/secrets/key-ring.ts";
import { createSecrets } from "../src/adapters/secrets/secrets.ts";
import { systemChance } from "../src/adapters/system/chance.ts";
import { systemClock } from "../src/adapters/system/clock.ts";
import type { Job } from "../src/domain/job.ts";
import { createStores } from "../src/main/create-stores.ts";
import { sweepSomeAudioFiles } from "../src/usecases/audio/sweep-audio-files.ts";
import { type JobHandler, runJob } from "../src/usecases/jobs/run-jobs.ts";
import { startDynamoDb } from "./emulators/dynamodb.ts";
import { startS3 } from "./emulators/s3.ts";
import { signedTo } from "./emulators/signed-to.ts";

export type MortalHouse = Awaited<ReturnType<typeof aMortalHouse>>;
/** What a worker's run stands on. */
export type MortalDeps = Parameters<Parameters<MortalHouse["run"]>[1]>[0];

/** A table, files and a worker on AWS's emulators, whose time the test moves on, and whose worker may end before any of its calls. */
export async function aMortalHouse() {
  await using opened = new AsyncDisposableStack();
  const [database, s3] = [opened.use(await startDynamoDb("table")), opened.use(await startS3())];
  const bucket = "audio";
  s3.createBucket(bucket);
  const folder = await mkdtemp(join(tmpdir(), "mortal-house-"));
  opened.defer(() => rm(folder, { recursive: true }));
  let aheadMs = 0;
  const clock = { ...systemClock(), nowMs: () => Date.now() + aheadMs };
  const chance = systemChance(clock);
  const ring = newKeyRing();
  const secrets = createSecrets({ ring: () => ring, reload: async () => ring });
  const common = {
    ...{ clock, chance, log: silentLog, liveUpdates: createLiveUpdates() },
    ...{ scratch: await openScratch(folder), jobQueue: createInProcessJobQueue(clock) },
  };
  const call = signedTo((service) => (service === "s3" ? s3 : database).endpoint);
  const over = (through: SignedCall) => {
    const table = createDynamoTable(through, "table", clock);
    const addressOf = async (key: string) => new URL(key, "http://nowhere");
    const files = createS3AudioFiles(through, { bucket, addressOf });
    return { ...common, ...createStores({ table, secrets, clock, chance }), files };
  };
  const deps = over(call);
  const sweepFrom = async (folder: "audio/" | "covers/") => {
    const place = async () => ({ beganAtMs: 0, after: folder });
    const fileSweeps = { ...deps.fileSweeps, place, keepPlace: async () => {} };
    await sweepSomeAudioFiles({ ...deps, fileSweeps });
  };
  const all = opened.move();
  return {
    deps,
    pass(days: number) {
      aheadMs += days * 86_400_000;
    },
    /** The worker's run; `before` each of its calls something may happen, and who throws there has ended it. */
    async run(
      job: Job,
      works: (deps: ReturnType<typeof over>) => Readonly<Record<string, JobHandler>>,
      before: (call: number) => Promise<void> = async () => {},
    ) {
      let calls = 0;
      const through: SignedCall = async (service, request) => {
        await before(++calls);
        return call(service, request);
      };
      const alive = over(through);
      await runJob(alive, works(alive), "lambda", job.id, new AbortController().signal);
    },
    /** Looks through all files for those without a record. */
    async sweepAll() {
      await sweepFrom("audio/");
      await sweepFrom("covers/");
    },
    /** Files of recordings and pictures, and those that records name. */
    async both() {
      const files = [...(await deps.files.list("audio/")), ...(await deps.files.list("covers/"))];
      const { records } = await deps.audio.list({ limit: 1000 });
      const named = records.flatMap(({ value: { fileKey, coverKey } }) => [fileKey, coverKey ?? []].flat());
      return { files: files.map(({ key }) => key).sort(), named: named.sort() };
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/**
 * Runs a job of its own for each moment at which its worker can be killed, which is before each of its calls, and tells of each.
 * Ends, and answers how many there were, when one ran to its end. Where that are too many, it is `every` third, say.
 */
export async function killAtEachMoment(
  house: MortalHouse,
  works: Parameters<MortalHouse["run"]>[1],
  order: (moment: number) => Promise<Job>,
  afterwards: (job: Job) => Promise<void>,
  every = 1,
): Promise<number> {
  for (let moment = 1; ; moment += every) {
    const job = await order(moment);
    const isDead = await house
      .run(job, works, async (call) => {
        if (call >= moment) throw new Error("killed");
      })
      .then(
        () => false,
        () => true,
      );
    if (!isDead) return Math.floor((moment - 1) / every);
    await afterwards(job);
  }
}
