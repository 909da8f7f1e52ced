import { z } from "@hono/zod-openapi";
import { Job } from "./job.ts";
import { pageOf } from "./page.ts";

/** A piece of audio in the library. */
export const AudioItem = z
  .object({
    id: z.string(),
    title: z.string(),
    /** The file's name when it came, for people. */
    originalName: z.string(),
    bytes: z.number().int(),
    seconds: z.number(),
    format: z.object({
      codec: z.enum(["mp3", "aac"]),
      sampleRateHz: z.number(),
      channels: z.enum(["mono", "stereo"]),
      bitrateKbps: z.number(),
      constantBitrate: z.boolean(),
    }),
    tags: z.array(z.string()),
    addedAtMs: z.number(),
    artist: z.string().optional(),
    album: z.string().optional(),
    /** Integrated loudness, LUFS. */
    lufs: z.number().optional(),
    /** 240 peaks over the whole length, one byte each, base64. */
    waveform: z.string().optional(),
    chapters: z.array(z.object({ title: z.string(), startSeconds: z.number() })).optional(),
    /** Who wrote down what is said in it; `text`: it was made of this very text. */
    transcriptBy: z.string().optional(),
    /** Since when it lies in the trash. */
    trashedAtMs: z.number().optional(),
    /** The file as it was sent, where it was kept; `url` downloads it. */
    original: z.object({ bytes: z.number().int(), url: z.string() }).optional(),
    /** The picture that came with it. */
    coverUrl: z.string().optional(),
    /** Where the browser can hear it (Range works). */
    playUrl: z.string().openapi({ example: "/api/audio/abc/file.mp3" }),
  })
  .openapi("AudioItem");
export type AudioItem = z.infer<typeof AudioItem>;
export const AudioPage = pageOf(AudioItem, "AudioPage");

/** Where a piece is used; why deleting it needs `force`. */
export const AudioUse = z
  .object({
    streams: z.array(z.object({ id: z.string(), title: z.string() })),
    cards: z.array(z.object({ id: z.string(), title: z.string() })),
    collections: z.array(z.object({ id: z.string(), title: z.string() })),
    /** Stories that have it instead of a text. */
    stories: z.array(z.object({ id: z.string(), title: z.string() })),
  })
  .openapi("AudioUse");
export type AudioUse = z.infer<typeof AudioUse>;

/**
 * What an upload became: `added`; `already-here` (the same sound is in the library); or `being-prepared` for formats that
 * are converted first: follow the job, its `result.audioId` is the piece.
 */
export const UploadAnswer = z
  .discriminatedUnion("is", [
    z.object({ is: z.literal("added"), audio: AudioItem }),
    z.object({ is: z.literal("already-here"), audio: AudioItem }),
    z.object({ is: z.literal("being-prepared"), job: Job }),
  ])
  .openapi("UploadAnswer");
export type UploadAnswer = z.infer<typeof UploadAnswer>;

export const AudioTitle = z.string().trim().min(1).max(200);

export const AudioTag = z.string().trim().min(1).max(50);

export const AudioChange = z
  .object({
    title: AudioTitle.optional(),
    tags: z.array(AudioTag).max(30).optional(),
    /** Empty takes it away. */
    artist: z.string().trim().max(200).optional(),
    album: z.string().trim().max(200).optional(),
  })
  .openapi("AudioChange");
export type AudioChange = z.infer<typeof AudioChange>;

/** Whether the file is kept as it was sent, too. */
export const KeepOriginal = z
  .boolean()
  .optional()
  .openapi({ description: "Keep the file itself too, beside what is made of it; default: the setting" });

/** A recording somewhere on the internet. */
export const AudioFetch = z
  .object({
    url: z.url({ protocol: /^https?$/ }).max(2000),
    title: AudioTitle.optional(),
    treatment: z.enum(["auto", "speech", "music", "keep"]).default("auto"),
    keepOriginal: KeepOriginal,
  })
  .openapi("AudioFetch");
