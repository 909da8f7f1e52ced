import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, vi } from "vitest";
import { openScratch } from "../../src/adapters/files/scratch.ts";
import { createBookReader } from "../../src/adapters/markup/books/book-reader.ts";
import { seededChance } from "../../src/adapters/memory/chance.ts";
import { createInProcessJobQueue } from "../../src/adapters/memory/job-queue.ts";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { createWasmConverter } from "../../src/adapters/wasm/audio-converter.ts";
import { createLameEncoder } from "../../src/adapters/wasm/mp3-encoder.ts";
import { createFliteSpeech } from "../../src/adapters/wasm/speech.ts";
import { createWeb } from "../../src/adapters/web/web.ts";
import { createZipArchives } from "../../src/adapters/zip/archives.ts";
import { audioJobHandlers } from "../../src/main/audio-job-handlers.ts";
import { jobLimitsAtHome } from "../../src/main/job-limits.ts";
import { mediaSourcesOver } from "../../src/main/media-sources.ts";
import type { Transcriber } from "../../src/ports/transcriber.ts";
import { runJobs } from "../../src/usecases/jobs/run-jobs.ts";
import { aTerminal } from "../cli/a-terminal.ts";
import { anApp } from "./an-app.ts";

/** This machine counts as the internet here. */
const web = createWeb({ mayReach: (address) => address === "127.0.0.1" });

/** Converter and voice that the houses of one test file share, and what is to be closed with them. Call it in the file. */
export function convertingHouses() {
  const converter = createWasmConverter();
  const voice = { speech: createFliteSpeech(), encoder: createLameEncoder() };
  const opened: (() => Promise<unknown>)[] = [];
  afterAll(async () => {
    for (const close of opened) await close();
    await Promise.all([converter, voice.speech, voice.encoder].map((each) => each[Symbol.asyncDispose]()));
  });
  return { opened, aHouse: (transcriber?: Transcriber) => aHouse({ converter, voice, opened, transcriber }) };
}

type Shared = {
  readonly converter: ReturnType<typeof createWasmConverter>;
  readonly voice: {
    speech: ReturnType<typeof createFliteSpeech>;
    encoder: ReturnType<typeof createLameEncoder>;
  };
  readonly opened: (() => Promise<unknown>)[];
  /** Who listens, if anybody does. */
  readonly transcriber?: Transcriber | undefined;
};

/** The whole HTTP side over memory, with somebody who really converts. */
async function aHouse({ converter, voice, opened, transcriber }: Shared) {
  const clock = systemClock();
  const jobQueue = createInProcessJobQueue(clock);
  const rig = anApp({
    clock,
    jobQueue,
    voice,
    internet: web,
    mediaSources: mediaSourcesOver(web, seededChance(5)),
    ...(transcriber && { transcribedBy: "sherpa-onnx" }),
  });
  const cookie = await rig.setUp();
  const folder = await mkdtemp(join(tmpdir(), "converting-"));
  const scratch = await openScratch(join(folder, "work"));
  const stop = new AbortController();
  const archives = createZipArchives();
  const deps = {
    ...rig.deps,
    ...rig.stores,
    jobQueue,
    converter,
    scratch,
    voice,
    transcriber,
    archives,
    bookReader: createBookReader(archives),
    web,
    homeWeb: web,
  };
  const working = runJobs(deps, audioJobHandlers(deps), { ...jobLimitsAtHome, signal: stop.signal });
  opened.push(async () => {
    stop.abort();
    await working;
    await rm(folder, { recursive: true });
  });
  const terminal = (commands: Parameters<typeof aTerminal>[2]) => aTerminal(rig, cookie, commands);
  const ask = async (method: string, path: string, more: Parameters<typeof rig.ask>[2] = {}) => {
    const answer = await rig.ask(method, path, { cookie, ...more });
    return { status: answer.status, type: answer.headers.get("content-type"), body: await answer.text() };
  };
  const json = async (method: string, path: string, more: Parameters<typeof rig.ask>[2] = {}) => {
    const { status, body } = await ask(method, path, more);
    return { status, body: JSON.parse(body) };
  };
  const done = (jobId: string) =>
    vi.waitFor(
      async () => {
        const { body } = await json("GET", `/api/jobs/${jobId}`);
        if (body.state === "waiting" || body.state === "running") throw new Error("not yet");
        return body;
      },
      { timeout: 25_000, interval: 20 },
    );
  const raw = (method: string, path: string) => rig.ask(method, path, { cookie });
  return { ask, json, done, raw, terminal, files: rig.deps.files };
}

/** A second of a tone, 8 kHz, 16 bit. */
export function wav(): Uint8Array<ArrayBuffer> {
  const head = Buffer.from("RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0", "latin1");
  const rest = Buffer.alloc(20 + 16_000);
  rest.writeUInt32LE(8000, 0);
  rest.writeUInt32LE(16_000, 4);
  rest.writeUInt16LE(2, 8);
  rest.writeUInt16LE(16, 10);
  rest.write("data", 12);
  rest.writeUInt32LE(16_000, 16);
  for (let at = 0; at < 8000; at += 1) rest.writeInt16LE(Math.round(9000 * Math.sin(at / 3)), 20 + at * 2);
  return new Uint8Array(Buffer.concat([head, rest]));
}
