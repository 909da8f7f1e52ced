import type { Mp3Encoder } from "../../ports/mp3-encoder.ts";
import { Unavailable } from "../../ports/unavailable.ts";
import type { LameRequest } from "./lame.thread.ts";
import { createWorkerThread, ThreadFailed } from "./worker-thread.ts";

/** LAME as WebAssembly in a worker thread: about 150 times faster than real time on one core. */
export function createLameEncoder(): Mp3Encoder & AsyncDisposable {
  const thread = createWorkerThread(new URL("./lame.thread.ts", import.meta.url), "The MP3 encoder");
  return {
    async encode(sound, { bitrateKbps, targetLufs, signal }) {
      const request: LameRequest = {
        sound,
        bitrateKbps,
        ...(targetLufs === undefined ? {} : { targetLufs }),
      };
      try {
        return (await thread.call(request, { signal })) as Uint8Array;
      } catch (error) {
        if (error instanceof ThreadFailed)
          throw new Unavailable("The sound could not be encoded; try again", { cause: error });
        throw error;
      }
    },
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  };
}
