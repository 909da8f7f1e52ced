/** Works off the jobs in a data folder and ends when there are none: a process to be killed by tests. */
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { openAudioFolder } from "../../src/adapters/files/audio-files.ts";
import { openScratch } from "../../src/adapters/files/scratch.ts";
import { createInProcessJobQueue } from "../../src/adapters/memory/job-queue.ts";
import { createLiveUpdates } from "../../src/adapters/memory/live-updates.ts";
import { createRecordingLog } from "../../src/adapters/memory/log.ts";
import { createSqliteTable } from "../../src/adapters/sqlite/table.ts";
import { systemChance } from "../../src/adapters/system/chance.ts";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { createWasmConverter } from "../../src/adapters/wasm/audio-converter.ts";
import { createZipArchives } from "../../src/adapters/zip/archives.ts";
import { createAudioLibrary } from "../../src/stores/audio.ts";
import { createJobs } from "../../src/stores/jobs.ts";
import { ingestUpload, ingestUploadKind } from "../../src/usecases/audio/ingest-upload.ts";
import { runJobs } from "../../src/usecases/jobs/run-jobs.ts";

const folder = process.argv[2] ?? "";
const clock = systemClock();
await using table = createSqliteTable(join(folder, "data.db"), clock);
await using converter = createWasmConverter();
const deps = {
  clock,
  chance: systemChance(clock),
  liveUpdates: createLiveUpdates(),
  log: createRecordingLog(),
  jobs: createJobs({ table, clock }),
  jobQueue: createInProcessJobQueue(clock),
  audio: createAudioLibrary({ table, clock }),
  files: await openAudioFolder(join(folder, "audio")),
  scratch: await openScratch(join(folder, "work")),
  archives: createZipArchives(),
  converter,
};
const stop = new AbortController();
const works = {
  [ingestUploadKind]: (...[job, at]: Parameters<Parameters<typeof runJobs>[1][string]>) =>
    ingestUpload(deps, job, at),
};
const working = runJobs(deps, works, { atOnce: 3, signal: stop.signal, worker: "test" });
while (!(await deps.jobs.unfinished().next()).done) await pause(20);
stop.abort();
await working;
