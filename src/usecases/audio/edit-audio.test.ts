import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { silentMp3 } from "../../../test/http/an-app.ts";
import { openScratch } from "../../adapters/files/scratch.ts";
import { createMemoryAudioFiles } from "../../adapters/memory/audio-files.ts";
import { seededChance } from "../../adapters/memory/chance.ts";
import { createLiveUpdates } from "../../adapters/memory/live-updates.ts";
import { createMemoryTable } from "../../adapters/memory/table.ts";
import { systemClock } from "../../adapters/system/clock.ts";
import { createWasmConverter } from "../../adapters/wasm/audio-converter.ts";
import { JobId } from "../../domain/ids.ts";
import { createAudioLibrary } from "../../stores/audio.ts";
import { addAudio } from "./add-audio.ts";
import { editAudio, editAudioKind } from "./edit-audio.ts";

test("a recording that is far away is fetched once, however many stretches of it are wanted", async () => {
  const clock = systemClock();
  const folder = await mkdtemp(join(tmpdir(), "edit-"));
  await using converter = createWasmConverter({ threads: 1 });
  const files = createMemoryAudioFiles();
  const fetched: string[] = [];
  const deps = {
    ...{ clock, converter, chance: seededChance(5), liveUpdates: createLiveUpdates() },
    audio: createAudioLibrary({ table: createMemoryTable(clock), clock }),
    scratch: await openScratch(folder),
    files: {
      ...files,
      read: (...asked: Parameters<typeof files.read>) => {
        fetched.push(asked[0]);
        return files.read(...asked);
      },
    },
  };
  const bytes = new Blob([new Uint8Array(silentMp3(400, 1))]).stream();
  const added = await addAudio(deps, { bytes, name: "Long.mp3", maxBytes: 1e9 });
  if (!added.ok) throw new Error(added.why);
  const cuts = [0, 2, 4, 6].map((from) => ({
    audioId: added.audio.id,
    fromSeconds: from,
    toSeconds: from + 1,
  }));
  const input = { title: "Cut", cuts, between: {}, treatment: "keep" };
  const job = {
    ...{ id: JobId("edit"), kind: editAudioKind, title: "Cut", input, orderedBy: "system" as const },
    ...{ createdAtMs: 0, changedAtMs: 0, state: { is: "waiting" } as const, attempt: 1, cancelAsked: false },
  };
  const signal = new AbortController().signal;
  expect(await editAudio(deps, job, { signal, tell: () => {}, checkpoint: async () => {} })).toMatchObject({
    ok: true,
  });
  expect(fetched).toEqual([added.audio.fileKey]);
  await rm(folder, { recursive: true });
});
