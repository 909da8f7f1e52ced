import { z } from "zod";
import type { Audio, AudioFormat, FrameIndex, FramePlaces } from "../domain/audio/audio.ts";
import { ids } from "./schemas.ts";

const format: z.ZodType<AudioFormat> = z.object({
  codec: z.enum(["mp3", "aac"]),
  sampleRateHz: z.number(),
  channels: z.enum(["mono", "stereo"]),
  bitrateKbps: z.number(),
  constantBitrate: z.boolean(),
});

const places: z.ZodType<FramePlaces> = z.discriminatedUnion("by", [
  z.object({ by: z.literal("padding"), phase: z.number() }),
  z.object({ by: z.literal("table"), framesPerPoint: z.number(), offsets: z.array(z.number()) }),
]);

const frameIndex: z.ZodType<FrameIndex> = z.object({
  frames: z.number(),
  samplesPerFrame: z.number(),
  bytes: z.number(),
  places,
});

/** A piece of audio as it is stored. */
export const audioSchema: z.ZodType<Audio> = z.object({
  id: ids.audio,
  title: z.string(),
  originalName: z.string(),
  fileKey: z.string(),
  bytes: z.number(),
  seconds: z.number(),
  sha256: z.string(),
  format,
  index: frameIndex,
  addedAtMs: z.number(),
  tags: z.array(z.string()),
  artist: z.string().exactOptional(),
  album: z.string().exactOptional(),
  lufs: z.number().exactOptional(),
  waveform: z.string().exactOptional(),
  coverKey: z.string().exactOptional(),
  chapters: z.array(z.object({ title: z.string(), startSeconds: z.number() })).exactOptional(),
  original: z
    .object({
      key: z.string(),
      bytes: z.number(),
      fromSeconds: z.number().exactOptional(),
      toSeconds: z.number().exactOptional(),
    })
    .exactOptional(),
  madeFor: ids.story.exactOptional(),
  transcriptBy: z.string().exactOptional(),
  trashedAtMs: z.number().exactOptional(),
});
