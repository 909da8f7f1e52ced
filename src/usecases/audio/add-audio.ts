import { createHash } from "node:crypto";
import type { Audio } from "../../domain/audio/audio.ts";
import { titleOfFile } from "../../domain/audio/file-title.ts";
import { createMp3Scanner, type ScannedMp3 } from "../../domain/audio/scan-mp3.ts";
import { AudioId, type StoryId } from "../../domain/ids.ts";
import { type AudioFiles, TooLarge } from "../../ports/audio-files.ts";
import type { Chance } from "../../ports/chance.ts";
import type { Clock } from "../../ports/clock.ts";
import type { JobQueue } from "../../ports/job-queue.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import type { Jobs } from "../../stores/jobs.ts";
import { findDuplicate } from "./find-duplicate.ts";
import { enqueueMeasure } from "./measure-audio.ts";

export type AddDeps = {
  readonly audio: AudioLibrary;
  readonly files: AudioFiles;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly liveUpdates: LiveUpdates;
  /** With somebody to do long work, what came is listened to for its loudness and waveform. */
  readonly jobs?: Jobs;
  readonly jobQueue?: JobQueue | undefined;
};

/** A file on its way into the library. `name` is what its owner called it: shown, never used as a path. */
export type NewAudio = {
  readonly bytes: ReadableStream<Uint8Array>;
  readonly name: string;
  readonly title?: string;
  readonly tags?: readonly string[];
  /** The story it is spoken for. */
  readonly madeFor?: StoryId | undefined;
  readonly maxBytes: number;
};

export type AudioAdded =
  | { readonly ok: true; readonly is: "added" | "already-here"; readonly audio: Audio }
  | { readonly ok: false; readonly why: "empty" | "not-mp3" | "no-frames" | "not-uniform" | "too-large" };

/**
 * Takes an MP3 into the library while it arrives: tags and tables are left out, frames are counted and stored, nothing is
 * held in memory. What is refused, breaks off, or is here already leaves nothing behind.
 */
export async function addAudio(deps: AddDeps, wanted: NewAudio): Promise<AudioAdded> {
  const id = AudioId(deps.chance.id().toLowerCase());
  const fileKey = `audio/${id}.mp3`;
  const sieve = framesOnly(wanted.maxBytes);
  let kept = false;
  let isEntering = false;
  try {
    await deps.files.put(fileKey, wanted.bytes.pipeThrough(sieve.stream), {
      maxBytes: wanted.maxBytes,
      contentType: "audio/mpeg",
    });
    const { scanned, sha256 } = sieve.result();
    if (!scanned.ok) return { ok: false, why: scanned.why };
    if (!scanned.uniform) return { ok: false, why: "not-uniform" };
    const audio: Audio = {
      id,
      title: wanted.title ?? titleOfFile(wanted.name),
      originalName: wanted.name,
      fileKey,
      bytes: scanned.index.bytes,
      seconds: scanned.seconds,
      sha256,
      format: scanned.format,
      index: scanned.index,
      addedAtMs: deps.clock.nowMs(),
      tags: wanted.tags ?? [],
      ...(wanted.madeFor && { madeFor: wanted.madeFor }),
    };
    isEntering = true;
    const added = await deps.audio.add(audio);
    if (added.ok || added.sameAs === id) {
      kept = true;
      deps.liveUpdates.publish({ of: "audio", audioIds: [id] });
      const { jobs, jobQueue } = deps;
      if (jobs !== undefined && jobQueue !== undefined)
        await enqueueMeasure({ ...deps, jobs, jobQueue }, audio);
      return { ok: true, is: "added", audio };
    }
    isEntering = false;
    return { ok: true, is: "already-here", audio: await findDuplicate(deps, added.sameAs) };
  } catch (error) {
    if (error instanceof TooLarge) return { ok: false, why: "too-large" };
    // It may be the answer that was lost, and not the record: what is entered needs its file.
    if (isEntering)
      kept ||= await deps.audio.getAny(id).then(
        (found) => found !== undefined,
        () => true,
      );
    throw error;
  } finally {
    if (!kept) await deps.files.delete(fileKey);
  }
}

/** Lets the frames of an MP3 through, nothing else, and knows afterwards what they were. */
function framesOnly(maxBytes: number) {
  const scanner = createMp3Scanner();
  const hash = createHash("sha256");
  let arrived = 0;
  let scanned: ScannedMp3 | undefined;
  const pass = (frames: readonly Uint8Array[], to: TransformStreamDefaultController<Uint8Array>) => {
    for (const each of frames) {
      hash.update(each);
      to.enqueue(each.slice()); // a view into a chunk that may be used again
    }
  };
  const stream = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      arrived += chunk.length;
      if (arrived > maxBytes) throw new TooLarge("The upload is larger than allowed");
      pass(scanner.push(chunk), controller);
    },
    flush(controller) {
      const end = scanner.end();
      scanned = end.scanned;
      pass(end.frames, controller);
    },
  });
  return {
    stream,
    result: () => {
      if (scanned === undefined) throw new Error("The stream has not ended yet.");
      return { scanned, sha256: hash.digest("hex") };
    },
  };
}
