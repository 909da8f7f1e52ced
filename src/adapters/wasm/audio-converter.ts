import { stat } from "node:fs/promises";
import type { Silence } from "../../domain/audio/find-silences.ts";
import type { AudioConverter, Converted, Probed } from "../../ports/audio-converter.ts";
import { Unavailable } from "../../ports/unavailable.ts";
import type { ConverterRequest } from "./converter.thread.ts";
import { createWorkerThread, ThreadFailed } from "./worker-thread.ts";

/** From this size on a file waits in the slow lane: half an hour of good MP3, three minutes of WAV. */
const slowFromBytes = 30_000_000;

/**
 * Decoders and the LAME encoder as WebAssembly, in two threads: one for long files, one for short ones, so that an audiobook
 * does not keep a five-second recording waiting. `ffmpeg` is the path of a system's ffmpeg to ask where our own decoders end.
 */
export function createWasmConverter(
  options: { readonly ffmpeg?: string } = {},
): AudioConverter & AsyncDisposable {
  const program = new URL("./converter.thread.ts", import.meta.url);
  const quick = createWorkerThread(program, "The audio converter");
  const slow = createWorkerThread(program, "The audio converter");
  const { ffmpeg } = options;
  const withFfmpeg = ffmpeg === undefined ? {} : { ffmpeg };

  async function call(
    paths: readonly string[],
    request: ConverterRequest,
    more: { signal?: AbortSignal | undefined; onProgress?: ((share: number) => void) | undefined },
  ): Promise<unknown> {
    const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
    const isLong = sizes.reduce((sum, size) => sum + size, 0) >= slowFromBytes;
    const thread = request.do !== "probe" && isLong ? slow : quick;
    const onProgress = (value: unknown) => {
      if (typeof value === "number") more.onProgress?.(value);
    };
    try {
      return await thread.call(request, { signal: more.signal, onProgress });
    } catch (error) {
      if (error instanceof ThreadFailed)
        throw new Unavailable(`The file could not be converted (${error.message}); try again`, {
          cause: error,
        });
      throw error;
    }
  }

  return {
    async probe(path, { signal } = {}) {
      const request = { do: "probe", path, hasFfmpeg: ffmpeg !== undefined } as const;
      return (await call([path], request, { signal })) as Probed;
    },
    async convert(request, { signal, onProgress } = {}) {
      const work = { ...request, ...withFfmpeg };
      return (await call(
        [request.path],
        { do: "convert", work },
        { signal, onProgress },
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
      await Promise.all([quick[Symbol.asyncDispose](), slow[Symbol.asyncDispose]()]);
    },
  };
}
