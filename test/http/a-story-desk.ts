import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, vi } from "vitest";
import { openScratch } from "../../src/adapters/files/scratch.ts";
import { createInProcessJobQueue } from "../../src/adapters/memory/job-queue.ts";
import { createHummingSpeech } from "../../src/adapters/memory/speech.ts";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { createWasmConverter } from "../../src/adapters/wasm/audio-converter.ts";
import { createLameEncoder } from "../../src/adapters/wasm/mp3-encoder.ts";
import type { AudioConverter } from "../../src/ports/audio-converter.ts";
import type { Mp3Encoder } from "../../src/ports/mp3-encoder.ts";
import { type JobHandler, runJobs } from "../../src/usecases/jobs/run-jobs.ts";
import { makeStoryCard, storyCardKind } from "../../src/usecases/stories/make-story-card.ts";
import { anApp, silentMp3 } from "./an-app.ts";

/** Where the story of these desks begins. */
export const hall = {
  name: "Hall",
  text: "Two doors.",
  choices: [
    { label: "The red one", to: "Red" },
    { label: "The blue one", to: "Blue" },
  ],
};
/** Four chapters on a card. */
export const twoDoors = {
  title: "Two doors",
  author: "Ida",
  passages: [hall, { name: "Red", text: "A garden." }, { name: "Blue", text: "A kitchen." }],
};

/** Desks at which stories become cards, with a humming voice and a worker; closed when the tests of the file are over. Call it in the file. */
export function storyDesks() {
  const encoder = createLameEncoder();
  const converter = createWasmConverter();
  const opened: (() => Promise<unknown>)[] = [encoder, converter].map(
    (each) => async () => each[Symbol.asyncDispose](),
  );
  afterAll(async () => {
    for (const close of opened.toReversed()) await close();
  });
  return { aDesk: () => aDesk({ encoder, converter }, opened) };
}

type Tools = { readonly encoder: Mp3Encoder; readonly converter: AudioConverter };

async function aDesk({ encoder, converter }: Tools, opened: (() => Promise<unknown>)[]) {
  const clock = systemClock();
  const jobQueue = createInProcessJobQueue(clock);
  const humming = createHummingSpeech();
  const said: string[] = [];
  /** Held back, a voice waits in the middle of a story. */
  const hold = { after: Number.POSITIVE_INFINITY, isHeld: false };
  const speech: typeof humming = {
    ...humming,
    async synthesize(wanted) {
      if (said.length >= hold.after) {
        hold.isHeld = true;
        await clock.sleep(60_000, wanted.signal ?? new AbortController().signal);
        wanted.signal?.throwIfAborted();
      }
      said.push(wanted.text);
      return humming.synthesize(wanted);
    },
  };
  const voice = { speech, encoder };
  const rig = anApp({ clock, jobQueue, voice });
  const cookie = await rig.setUp();
  const folder = await mkdtemp(join(tmpdir(), "story-desk-"));
  opened.push(() => rm(folder, { recursive: true }));
  const scratch = await openScratch(folder);
  const deps = { ...rig.deps, ...rig.stores, jobQueue, voice, converter, scratch };
  const works: Readonly<Record<string, JobHandler>> = {
    [storyCardKind]: (job, at) => makeStoryCard(deps, job, at),
  };
  const startWorker = () => {
    const stop = new AbortController();
    const working = runJobs(deps, works, { atOnce: 2, signal: stop.signal, worker: "home" });
    const end = async () => {
      stop.abort();
      await working;
    };
    opened.push(end);
    return end;
  };
  const json = async (method: string, path: string, body?: unknown) => {
    const answer = await rig.ask(method, path, { cookie, ...(body === undefined ? {} : { json: body }) });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? undefined : JSON.parse(text) };
  };
  const jobOf = (id: string, until: (job: Record<string, unknown>) => boolean) =>
    vi.waitFor(
      async () => {
        const { body } = await json("GET", `/api/jobs/${id}`);
        if (!until(body)) throw new Error(`still ${body.state}`);
        return body;
      },
      { timeout: 50_000, interval: 20 },
    );
  const made = async (id: string) => {
    const { status, body } = await json("POST", `/api/stories/${id}/card`);
    if (status !== 202) throw new Error(JSON.stringify(body));
    return jobOf(body.id, ({ state }) => state !== "waiting" && state !== "running");
  };
  /** A recording of the family's own. */
  const recording = async (title: string) => {
    const headers = { "content-type": "audio/mpeg" };
    const answer = await rig.ask("POST", `/api/audio?name=${title}.mp3`, {
      cookie,
      body: silentMp3(80, 7),
      headers,
    });
    return ((await answer.json()) as { audio: { id: string } }).audio.id;
  };
  return { ...rig, works: deps, json, said, hold, startWorker, made, jobOf, recording };
}
