import { stat } from "node:fs/promises";
import type { Silence } from "../../domain/audio/find-silences.ts";
import type { AudioConverter, Converted, Probed } from "../../ports/audio-converter.ts";
import { DiskFull } from "../../ports/disk-full.ts";
import { Unavailable } from "../../ports/unavailable.ts";
import type { ConverterRequest } from "./converter.thread.ts";
import { createWorkerThread, ThreadFailed, type WorkerThread } from "./worker-thread.ts";

/** From this size on a file waits in the slow lane: half an hour of good MP3, three minutes of WAV. */
const slowFromBytes = 30_000_000;

/** A thread for long files, and how many wait for it. */
type Lane = { readonly thread: WorkerThread; waiting: number };

/**
 * Decoders and the LAME encoder as WebAssembly, in `threads` threads of low priority (two where nothing is said): one is for short
 * files, so that an audiobook does not keep a five-second recording waiting; with one alone, they all share it. `ffmpeg` is the path
 * of a system's ffmpeg to ask where our own decoders end; `spareBytes` stay free on the disk; what can be kept of a conversion is kept
 * every `keepEveryMs`.
 */
export function createWasmConverter(
  options: {
    readonly ffmpeg?: string;
    readonly threads?: number;
    readonly spareBytes?: number;
    readonly keepEveryMs?: number;
  } = {},
): AudioConverter & AsyncDisposable {
  const program = new URL("./converter.thread.ts", import.meta.url);
  const { ffmpeg, threads = 2, spareBytes, keepEveryMs = 30_000 } = options;
  const aLane = (): Lane => ({
    thread: createWorkerThread(program, "The audio converter", spareBytes),
    waiting: 0,
  });
  const quick = aLane();
  const slow = Array.from({ length: Math.max(0, threads - 1) }, aLane);
  const shortest = (): Lane =>
    slow.reduce((best, lane) => (lane.waiting < best.waiting ? lane : best), slow[0] ?? quick);
  const withFfmpeg = ffmpeg === undefined ? {} : { ffmpeg };

  async function call(
    paths: readonly string[],
    request: ConverterRequest,
    more: {
      signal?: AbortSignal | undefined;
      onProgress?: ((share: number) => void) | undefined;
      onKept?: ((files: readonly string[]) => void) | undefined;
    },
  ): Promise<unknown> {
    const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
    const isLong = sizes.reduce((sum, size) => sum + size, 0) >= slowFromBytes;
    const lane = request.do !== "probe" && isLong ? shortest() : quick;
    const onProgress = (value: unknown) => {
      if (typeof value === "number") more.onProgress?.(value);
      else more.onKept?.((value as { readonly kept: readonly string[] }).kept);
    };
    lane.waiting += 1;
    try {
      return await lane.thread.call(request, { signal: more.signal, onProgress });
    } catch (error) {
      if (error instanceof ThreadFailed && error.reason === "DiskFull") throw new DiskFull(error);
      if (error instanceof ThreadFailed)
        throw new Unavailable(`The file could not be converted (${error.message}); try again`, {
          cause: error,
        });
      throw error;
    } finally {
      lane.waiting -= 1;
    }
  }

  return {
    async probe(path, { signal } = {}) {
      const request = { do: "probe", path, hasFfmpeg: ffmpeg !== undefined } as const;
      return (await call([path], request, { signal })) as Probed;
    },
    async convert({ keepAt, ...request }, { signal, onProgress, onKept } = {}) {
      const keep = keepAt === undefined ? {} : { keep: { prefix: keepAt, everyMs: keepEveryMs } };
      const work = { ...request, ...withFfmpeg, ...keep };
      return (await call(
        [request.path],
        { do: "convert", work },
        { signal, onProgress, onKept },
      )) as readonly Converted[];
    },
    async assemble(request, { signal, onProgress } = {}) {
      const work = { ...request, ...withFfmpeg };
      const paths = request.cuts.map(({ path }) => path);
      return (await call(paths, { do: "assemble", work }, { signal, onProgress })) as Converted;
    },
    async silences(path, wanted, { signal } = {}) {
      const work = { path, ...wanted, ...withFfmpeg };
      return (await call([path], { do: "silences", work }, { signal })) as readonly Silence[];
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([quick, ...slow].map(({ thread }) => thread[Symbol.asyncDispose]()));
    },
  };
}
