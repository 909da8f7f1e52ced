import type { MadePicture, PictureMaker } from "../../ports/picture-maker.ts";
import { Unavailable } from "../../ports/unavailable.ts";
import { createWorkerThread, ThreadFailed } from "./worker-thread.ts";

/** Reads JPEG, PNG, APNG, GIF and WebP and makes icons and covers, in a thread: a photograph of 12 million dots takes a second or two. */
export function createPictureMaker(): PictureMaker & AsyncDisposable {
  const thread = createWorkerThread(new URL("./pictures.thread.ts", import.meta.url), "Making the picture");
  return {
    async make(request) {
      try {
        return (await thread.call(request)) as MadePicture;
      } catch (error) {
        if (error instanceof ThreadFailed)
          throw new Unavailable("The picture could not be made; try another one", { cause: error });
        throw error;
      }
    },
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  };
}
