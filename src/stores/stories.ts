import { z } from "zod";
import { trashKeptMs } from "../domain/audio/audio.ts";
import type { StoryId } from "../domain/ids.ts";
import type { Story } from "../domain/stories/story.ts";
import type { Table, Written } from "../ports/table.ts";
import {
  expirySeconds,
  type Listed,
  type PageWanted,
  pageOf,
  recordsOf,
  utcOf,
  type Versioned,
} from "./records.ts";
import { ids } from "./schemas.ts";
import { storyChoiceSchema } from "./story-choice-schema.ts";

const schema: z.ZodType<Story> = z.object({
  id: ids.story,
  title: z.string(),
  author: z.string().exactOptional(),
  description: z.string().exactOptional(),
  coverUrl: z.string().exactOptional(),
  voice: z.object({
    voiceId: z.string().exactOptional(),
    speakers: z.record(z.string(), z.string()),
    rate: z.number(),
  }),
  words: z.object({ left: z.string(), right: z.string(), other: z.string() }).exactOptional(),
  asksAgain: z.boolean(),
  passages: z.array(
    z.object({
      name: z.string(),
      text: z.string(),
      recording: ids.audio.exactOptional(),
      icon: z.string().exactOptional(),
      choices: z.array(storyChoiceSchema),
      place: z.object({ x: z.number(), y: z.number() }).exactOptional(),
    }),
  ),
  cardId: ids.card.exactOptional(),
  cardOfMs: z.number().exactOptional(),
  jobId: ids.job.exactOptional(),
  sounds: z.array(z.object({ chapter: z.string(), mark: z.string(), audioId: ids.audio })),
  replaced: z
    .array(
      z.object({
        sinceMs: z.number(),
        audio: z.array(ids.audio),
        going: z.literal(true).exactOptional(),
      }),
    )
    .exactOptional(),
  findings: z
    .object({ rules: z.number(), limit: z.number(), blocking: z.number(), hints: z.number() })
    .exactOptional(),
  createdAtMs: z.number(),
  changedAtMs: z.number(),
  trashedAtMs: z.number().exactOptional(),
});

/** Stories in which the child chooses the way. */
export type Stories = {
  /** Not what lies in the trash. */
  get(id: StoryId): Promise<Versioned<Story> | undefined>;
  /** Also from the trash, where a story stays for {@link trashKeptMs}. */
  getAny(id: StoryId): Promise<Versioned<Story> | undefined>;
  /** By time of creation. */
  list(page?: PageWanted): Promise<Listed<Story>>;
  /** What lies in the trash, by when it came there. */
  trash(page?: PageWanted): Promise<Listed<Story>>;
  create(story: Story): Promise<Written>;
  save(story: Story, ifVersion: number): Promise<Written>;
  /** For good. `false`: it is no longer what was read. */
  delete(id: StoryId, ifVersion: number): Promise<boolean>;
};

/** {@link Stories} over a table. */
export function createStories(table: Table): Stories {
  const records = recordsOf(table, {
    schema,
    place: ({ id, createdAtMs, trashedAtMs }) => ({
      ...keyOf(id),
      index: {
        pk: trashedAtMs === undefined ? "STORY" : "STORY-TRASH",
        sk: `${utcOf(trashedAtMs ?? createdAtMs)}#${id}`,
      },
      ...(trashedAtMs !== undefined && { expiresAt: expirySeconds(trashedAtMs + trashKeptMs) }),
    }),
  });
  const getAny = (id: StoryId) => records.get(keyOf(id));
  return {
    async get(id) {
      const found = await getAny(id);
      return found?.value.trashedAtMs === undefined ? found : undefined;
    },
    getAny,
    list: (page) => records.page({ pk: "STORY", inIndex: true, ...pageOf(page) }),
    trash: (page) => records.page({ pk: "STORY-TRASH", inIndex: true, ...pageOf(page) }),
    create: (story) => records.put(story, { ifAbsent: true }),
    save: (story, ifVersion) => records.put(story, { ifVersion }),
    delete: (id, ifVersion) => records.delete(keyOf(id), ifVersion),
  };
}

function keyOf(id: StoryId) {
  return { pk: `STORY#${id}`, sk: "META" };
}
