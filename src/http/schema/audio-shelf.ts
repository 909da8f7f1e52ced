import { z } from "@hono/zod-openapi";
import { AudioTag, AudioTitle } from "./audio.ts";

const audioIds = z.array(z.string().min(1).max(100)).min(1).max(5000);

/** The library in numbers. */
export const LibraryOverview = z
  .object({
    pieces: z.number().int(),
    seconds: z.number(),
    bytes: z.number(),
    /** Files kept as they were sent, beside what was made of them. */
    originals: z.object({ files: z.number().int(), bytes: z.number() }),
    /** Spoken texts, kept a while for being changed and spoken again; the recordings made of them are counted above. */
    speech: z.object({ files: z.number().int(), bytes: z.number() }),
    /** The most used first. */
    tags: z.array(z.object({ tag: z.string(), pieces: z.number().int() })),
    trash: z.object({ pieces: z.number().int(), bytes: z.number() }),
    /** What is left on the disk, where we run on one. */
    freeBytes: z.number().optional(),
  })
  .openapi("LibraryOverview");
export type LibraryOverview = z.infer<typeof LibraryOverview>;

/** What a look over all files found. */
export const LibraryChecked = z
  .object({
    pieces: z.number().int(),
    bytes: z.number(),
    wrong: z.array(
      z.object({ id: z.string(), title: z.string(), what: z.enum(["file-gone", "other-size"]) }),
    ),
  })
  .openapi("LibraryChecked");
export type LibraryChecked = z.infer<typeof LibraryChecked>;

export const AudioIds = z.object({ ids: audioIds }).openapi("AudioIds");
export const AudioTrashing = z
  .object({ ids: audioIds, force: z.boolean().default(false) })
  .openapi("AudioTrashing");
export const TrashEmptying = z
  .object({ ids: audioIds.optional().openapi({ description: "Without them: all that is there" }) })
  .openapi("TrashEmptying");
export const AudioCount = z.object({ pieces: z.number().int() }).openapi("AudioCount");
export type AudioCount = z.infer<typeof AudioCount>;

/** The same said of several pieces. */
export const ManyAudioChange = z
  .object({
    ids: audioIds,
    addTags: z.array(AudioTag).max(30).optional(),
    removeTags: z.array(AudioTag).max(30).optional(),
    /** Empty takes it away. */
    artist: z.string().trim().max(200).optional(),
    album: z.string().trim().max(200).optional(),
  })
  .openapi("ManyAudioChange");
export type ManyAudioChange = z.infer<typeof ManyAudioChange>;

/** Recordings that somebody put together. */
export const Collection = z
  .object({
    id: z.string(),
    title: z.string(),
    /** In their order; those that lie in the trash are left out. */
    audioIds: z.array(z.string()),
    createdAtMs: z.number(),
    changedAtMs: z.number(),
  })
  .openapi("Collection");
export type Collection = z.infer<typeof Collection>;
export const CollectionList = z.object({ items: z.array(Collection) }).openapi("CollectionList");
export const NewCollection = z
  .object({ title: AudioTitle, audioIds: z.array(z.string().max(100)).max(5000).default([]) })
  .openapi("NewCollection");
export const CollectionChange = z
  .object({
    title: AudioTitle.optional(),
    /** All that is to be in it, in this order. */
    audioIds: z.array(z.string().max(100)).max(5000).optional(),
    add: audioIds.optional(),
    remove: audioIds.optional(),
  })
  .openapi("CollectionChange");
export type CollectionChange = z.infer<typeof CollectionChange>;
