import { createHash } from "node:crypto";
import type { PretendClock, Timer } from "../clock.ts";
import type { AudioSource } from "./audio-source.ts";
import { createFrameQueue } from "./frame-queue.ts";
import { createFrameReader, type Frame } from "./frame-reader.ts";
import type { Heard } from "./heard.ts";
import { miscalled, opaqueFormat } from "./opaque-format.ts";

/** What happens to the sound of one track. */
export type SoundNews =
  | { readonly what: "playing" }
  /** The buffer ran dry. */
  | { readonly what: "waiting" }
  /** All bytes are in; the rest is in the buffer. */
  | { readonly what: "read" }
  | { readonly what: "ended" }
  | { readonly what: "failed"; readonly why: string };

export type TrackSoundOptions = {
  readonly clock: PretendClock;
  readonly source: AudioSource;
  readonly url: string;
  readonly chapterKey: string;
  readonly trackKey: string;
  /** What the card says the audio is, and how long; 0 = it does not say. */
  readonly format: string;
  readonly declaredSeconds: number;
  readonly fromSeconds: number;
  readonly startsAfterBytes: number;
  readonly onNews: (news: SoundNews) => void;
  /** Called with each frame that comes out of the loudspeaker. */
  readonly onFrame?: ((bytes: Uint8Array) => void) | undefined;
};

/** The sound of one track, from the first byte to the last frame. */
export type TrackSound = {
  pause(): void;
  resume(): void;
  stop(): void;
  /** Counted in frames that were played. */
  positionSeconds(): number;
  /** Exact once all was read, else declared, else estimated from the announced size; 0 = unknown. */
  lengthSeconds(): number;
  /** Whether all bytes are in. */
  isAllRead(): boolean;
  heard(): Heard;
};

/** An artifact that is not what the card calls it breaks off after this long, as on real players. */
const mismatchSeconds = 4;
const nothingFoundBytes = 64 * 1_024;
const slack = 1e-9;

export function createTrackSound(options: TrackSoundOptions): TrackSound {
  const { clock, source, onNews } = options;
  const reader = createFrameReader();
  const hash = createHash("sha256");
  let opaque: ReturnType<typeof opaqueFormat>;
  const queue = createFrameQueue();
  let bytesRead = 0;
  let decodedSeconds = 0;
  let skipSeconds = options.fromSeconds;
  let skippedSeconds = 0;
  let playedSeconds = 0;
  let playedFrames = 0;
  let allRead = false;
  let trouble: string | undefined;
  let pulling = false;
  let sounding = false;
  let paused = false;
  let how: Heard["how"] = "sounding";
  let anchorMs = 0;
  let playedSinceAnchor = 0;
  let timer: Timer | undefined;

  const finish = (news: SoundNews & { what: "ended" | "failed" }) => {
    if (how !== "sounding") return;
    how = news.what;
    sounding = false;
    timer?.cancel();
    source.close();
    queue.clear();
    onNews(news);
  };

  const take = (frames: readonly Frame[]) => {
    for (const frame of frames) {
      decodedSeconds += frame.seconds;
      if (skipSeconds - skippedSeconds > frame.seconds / 2) {
        skippedSeconds += frame.seconds;
        continue;
      }
      queue.push(frame);
    }
  };

  const read = (piece: Uint8Array | undefined) => {
    if (piece === undefined) {
      allRead = true;
      if (opaque === undefined) take(reader.end());
      onNews({ what: "read" });
      return;
    }
    if (bytesRead === 0) {
      opaque = opaqueFormat(piece, source.lengthBytes, options.declaredSeconds);
      // Without an announced end there is nothing to go back to: a radio begins where it is.
      if (source.lengthBytes === undefined) skipSeconds = 0;
    }
    bytesRead += piece.length;
    take(opaque === undefined ? reader.push(piece) : opaque.frames(piece));
  };

  /** Plays what fell due since the last look. */
  const play = () => {
    if (!sounding || paused) return;
    const due = (clock.nowMs() - anchorMs) / 1_000 + slack;
    for (;;) {
      const frame = queue.first();
      if (frame === undefined || playedSinceAnchor + frame.seconds > due) break;
      queue.shift();
      playedSinceAnchor += frame.seconds;
      playedSeconds += frame.seconds;
      playedFrames += 1;
      hash.update(frame.bytes);
      options.onFrame?.(frame.bytes);
    }
  };

  const whatItReallyIs = () => miscalled(source.contentType, opaque?.name, options.format);

  const beat = () => {
    play();
    if (how !== "sounding") return;
    const really = whatItReallyIs();
    if (really !== undefined && playedSeconds >= mismatchSeconds)
      return finish({ what: "failed", why: `the audio is ${really}, the card says ${options.format}` });
    if (sounding && queue.first() === undefined) {
      if (allRead)
        return finish(trouble === undefined ? { what: "ended" } : { what: "failed", why: trouble });
      sounding = false;
      onNews({ what: "waiting" });
    }
    void pull();
    plan();
  };

  const plan = () => {
    timer?.cancel();
    if (!sounding || paused || how !== "sounding") return;
    const untilEmpty = anchorMs + (playedSinceAnchor + queue.seconds()) * 1_000 - clock.nowMs();
    const wanted =
      allRead && whatItReallyIs() === undefined
        ? untilEmpty
        : Math.min(untilEmpty, untilEmpty / 2 + 10, 2_000);
    timer = clock.after(Math.max(1, Math.ceil(wanted)), beat);
  };

  const beginIfReady = () => {
    if (sounding || how !== "sounding") return;
    if (queue.bytes() < options.startsAfterBytes && !allRead) return;
    if (allRead && queue.first() === undefined) {
      if (trouble !== undefined) return finish({ what: "failed", why: trouble });
      if (decodedSeconds === 0) return finish({ what: "failed", why: "there is no sound in it" });
      return finish({ what: "ended" });
    }
    if (paused) return;
    sounding = true;
    anchorMs = clock.nowMs();
    playedSinceAnchor = 0;
    onNews({ what: "playing" });
    plan();
  };

  /** Reads on until the buffer is full again: the server sees a client that reads about as fast as it plays. */
  const pull = async () => {
    if (pulling) return;
    pulling = true;
    while (how === "sounding" && !allRead && queue.bytes() < options.startsAfterBytes * 1.25) {
      try {
        const piece = await source.read();
        if (how !== "sounding") break;
        read(piece);
        if (bytesRead > nothingFoundBytes && decodedSeconds === 0)
          finish({ what: "failed", why: "there is no sound in it" });
      } catch (error) {
        trouble = error instanceof Error ? error.message : String(error);
        allRead = true;
      }
      play();
      if (sounding) plan();
      else beginIfReady();
    }
    pulling = false;
  };

  void pull();
  return {
    pause: () => {
      play();
      paused = true;
      timer?.cancel();
    },
    resume: () => {
      if (!paused) return;
      paused = false;
      anchorMs = clock.nowMs();
      playedSinceAnchor = 0;
      if (sounding) plan();
      else beginIfReady();
    },
    stop: () => {
      if (how !== "sounding") return;
      play();
      how = "stopped";
      sounding = false;
      timer?.cancel();
      source.close();
      queue.clear();
    },
    positionSeconds: () => {
      play();
      return skippedSeconds + playedSeconds;
    },
    lengthSeconds: () => {
      if (allRead && trouble === undefined) return decodedSeconds;
      if (options.declaredSeconds > 0) return options.declaredSeconds;
      if (source.lengthBytes === undefined || decodedSeconds === 0) return 0;
      return (source.lengthBytes / bytesRead) * decodedSeconds;
    },
    isAllRead: () => allRead,
    heard: () => ({
      url: options.url,
      chapterKey: options.chapterKey,
      trackKey: options.trackKey,
      fromSeconds: skippedSeconds,
      seconds: playedSeconds,
      frames: playedFrames,
      sha256: hash.copy().digest("hex"),
      how,
    }),
  };
}
