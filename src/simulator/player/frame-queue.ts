import type { Frame } from "./frame-reader.ts";

/** Frames that were read and wait to be played. */
export type FrameQueue = {
  push(frame: Frame): void;
  first(): Frame | undefined;
  shift(): void;
  clear(): void;
  bytes(): number;
  seconds(): number;
};

/** What was taken from the front is cleared away so many at a time. */
const clearedAtOnce = 512;

/** An empty one. */
export function createFrameQueue(): FrameQueue {
  let frames: Frame[] = [];
  let at = 0;
  let bytes = 0;
  let seconds = 0;
  return {
    push(frame) {
      frames.push(frame);
      bytes += frame.bytes.length;
      seconds += frame.seconds;
    },
    first: () => frames[at],
    shift() {
      const frame = frames[at];
      if (frame === undefined) return;
      at += 1;
      bytes -= frame.bytes.length;
      seconds -= frame.seconds;
      if (at < clearedAtOnce && at < frames.length) return;
      frames = frames.slice(at);
      at = 0;
    },
    clear() {
      frames = [];
      at = 0;
    },
    bytes: () => bytes,
    seconds: () => seconds,
  };
}
