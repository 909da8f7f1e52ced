import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { openAudioFolder } from "../../src/adapters/files/audio-files.ts";
import { seededChance } from "../../src/adapters/memory/chance.ts";
import { createInProcessJobQueue } from "../../src/adapters/memory/job-queue.ts";
import { createLiveUpdates } from "../../src/adapters/memory/live-updates.ts";
import { createSqliteTable } from "../../src/adapters/sqlite/table.ts";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { createAudioLibrary } from "../../src/stores/audio.ts";
import { createJobs } from "../../src/stores/jobs.ts";
import { checkLibrary } from "../../src/usecases/audio/check-library.ts";
import { enqueueIngest } from "../../src/usecases/audio/ingest-upload.ts";
import { quickStart } from "../quick-start.ts";

const program = fileURLToPath(new URL("../audio/ingest-worker.ts", import.meta.url));
const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** Four seconds of a tone, each its own; the last one is the first again, by the same name: either may be kept. */
function uploads(): readonly { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[] {
  return [220, 330, 440, 220].map((hertz) => {
    const file = Buffer.alloc(44 + 8000 * 4 * 2);
    file.write("RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0", 0, "latin1");
    file.writeUInt32LE(8000, 24);
    file.writeUInt32LE(16_000, 28);
    file.writeUInt16LE(2, 32);
    file.writeUInt16LE(16, 34);
    file.write("data", 36, "latin1");
    file.writeUInt32LE(file.length - 44, 40);
    for (let at = 0; at < 32_000; at += 1)
      file.writeInt16LE(Math.round(3000 * Math.sin((at * hertz * Math.PI) / 4000)), 44 + at * 2);
    return { name: `tone ${hertz}.wav`, bytes: new Uint8Array(file) };
  });
}

async function inFolder<Answer>(
  folder: string,
  look: (deps: Awaited<ReturnType<typeof open>>) => Promise<Answer>,
) {
  const deps = await open(folder);
  try {
    return await look(deps);
  } finally {
    await deps.table[Symbol.asyncDispose]();
  }
}

async function open(folder: string) {
  const clock = systemClock();
  const table = createSqliteTable(join(folder, "data.db"), clock);
  return {
    clock,
    table,
    chance: seededChance(3),
    liveUpdates: createLiveUpdates(),
    jobs: createJobs({ table, clock }),
    jobQueue: createInProcessJobQueue(clock),
    audio: createAudioLibrary({ table, clock }),
    files: await openAudioFolder(join(folder, "audio")),
  };
}

/** Orders all uploads in a new folder. */
async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kill-"));
  folders.push(folder);
  await inFolder(folder, async (deps) => {
    for (const { name, bytes } of uploads())
      await enqueueIngest(deps, {
        name,
        bytes: new Blob([bytes]).stream(),
        treatment: "auto",
        maxBytes: 10_000_000,
        orderedBy: "system",
      });
  });
  return folder;
}

/** Lets a process work in the folder; kills it after so long, unless it has ended before. Answers whether it was killed. */
async function work(folder: string, killAfterMs?: number): Promise<boolean> {
  const child = spawn(process.execPath, [...quickStart, program, folder], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = once(child, "exit");
  if (killAfterMs !== undefined) {
    await Promise.race([pause(killAfterMs), ended]);
    child.kill("SIGKILL");
  }
  const [code, signal] = await ended;
  if (signal !== "SIGKILL") expect(code).toBe(0);
  return signal === "SIGKILL";
}

/** What a person would find, and what is on disk; ids differ from run to run. */
function outcome(folder: string) {
  return inFolder(folder, async ({ audio, files, jobs }) => {
    const pieces = (await audio.list()).records.map(
      ({ value: { sha256, seconds, title, lufs, waveform } }) =>
        `${sha256} ${seconds} ${title} ${lufs} ${waveform}`,
    );
    const sizes = (await files.list("")).map(({ key, bytes }) => `${key.split("/")[0]} ${bytes}`);
    const states = (await jobs.list()).records.map(({ value }) => value.state.is);
    const { wrong } = await checkLibrary({ audio, files });
    return { pieces: pieces.sort(), files: sizes.sort(), states, wrong };
  });
}

// Only at home: on AWS it is the worker that is killed (`worker-on-aws.test.ts`).
test("killed at twenty random moments of its work, it ends as if nothing had happened", async () => {
  const calm = await aFolder();
  const startedMs = performance.now();
  await work(calm);
  const wholeMs = performance.now() - startedMs;
  const wanted = await outcome(calm);
  expect(wanted).toMatchObject({ states: ["done", "done", "done", "done"], wrong: [] });
  expect(wanted.files).toHaveLength(3);

  // Two lives at a time, from before the first line of work to just before the end; what has ended begins anew. Each is killed
  // twice at most: what a process dies of for the third time is given up.
  const chance = seededChance(20);
  let kills = 0;
  const lives = [0, 1].map(async () => {
    let folder = await aFolder();
    let deaths = 0;
    while (kills < 20) {
      if (await work(folder, deaths < 2 ? wholeMs * (0.2 + 0.9 * chance.fraction()) : undefined)) {
        kills += 1;
        deaths += 1;
        continue;
      }
      expect(await outcome(folder)).toEqual(wanted);
      folder = await aFolder();
      deaths = 0;
    }
    await work(folder);
    expect(await outcome(folder)).toEqual(wanted);
  });
  await Promise.all(lives);
}, 300_000);
