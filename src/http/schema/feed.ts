import { z } from "@hono/zod-openapi";
import { AudioTitle } from "./audio.ts";
import { Job } from "./job.ts";
import { pageOf } from "./page.ts";

/** A podcast that the family follows. */
export const Feed = z
  .object({
    id: z.string(),
    url: z.string(),
    title: z.string(),
    author: z.string().optional(),
    description: z.string().optional(),
    /** So many of the newest episodes come in by themselves. */
    fetchNewest: z.number().int(),
    /** How many episodes are known. */
    episodes: z.number().int(),
    addedAtMs: z.number(),
    checkedAtMs: z.number().optional(),
    nextCheckMs: z.number(),
    /** What is wrong, in a sentence, since when. */
    trouble: z.object({ says: z.string(), sinceMs: z.number() }).optional(),
  })
  .openapi("Feed");
export type Feed = z.infer<typeof Feed>;
export const FeedList = z.object({ items: z.array(Feed) }).openapi("FeedList");

/** An episode; `audioId` is the recording it became. */
export const Episode = z
  .object({
    id: z.string(),
    feedId: z.string(),
    title: z.string(),
    publishedAtMs: z.number(),
    seconds: z.number().optional(),
    bytes: z.number().optional(),
    description: z.string().optional(),
    season: z.number().optional(),
    number: z.number().optional(),
    state: z.enum(["not-here", "being-prepared", "here", "failed"]).openapi({
      description: "`being-prepared` and `failed` are those of the job that last went to fetch it.",
    }),
    audioId: z.string().optional(),
    jobId: z.string().optional(),
    /** Why it could not be fetched. */
    note: z.string().optional(),
  })
  .openapi("Episode");
export type Episode = z.infer<typeof Episode>;
export const EpisodePage = pageOf(Episode, "EpisodePage");

const fetchNewest = z.number().int().min(0).max(50);

/** A podcast to follow: the address of its feed, or of a web page that names it. */
export const NewFeed = z
  .object({
    url: z.url({ protocol: /^https?$/ }).max(2000),
    fetchNewest: fetchNewest.default(0),
  })
  .openapi("NewFeed");
export type NewFeed = z.input<typeof NewFeed>;

export const FeedFollowed = z.object({ feed: Feed, job: Job }).openapi("FeedFollowed");
export type FeedFollowed = z.infer<typeof FeedFollowed>;

export const FeedChange = z
  .object({ title: AudioTitle.optional(), fetchNewest: fetchNewest.optional() })
  .openapi("FeedChange");
export type FeedChange = z.infer<typeof FeedChange>;
