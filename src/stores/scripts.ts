import { z } from "zod";
import type { StreamId } from "../domain/ids.ts";
import type { LiveScript } from "../domain/stories/live-script.ts";
import type { Table } from "../ports/table.ts";
import { gather, recordsOf } from "./records.ts";
import { ids } from "./schemas.ts";
import { storyChoiceSchema } from "./story-choice-schema.ts";

/** The script by which a stream tells its story. */
export type StreamScript = LiveScript & { readonly streamId: StreamId };

const schema: z.ZodType<StreamScript> = z.object({
  streamId: ids.stream,
  storyId: ids.story,
  asksAgain: z.boolean(),
  passages: z.array(
    z.object({
      name: z.string(),
      text: z.string(),
      choices: z.array(storyChoiceSchema),
    }),
  ),
  sounds: z.record(z.string(), ids.audio),
});

/** Stories as the slots of cards tell them, by stream. */
export type Scripts = {
  get(streamId: StreamId): Promise<StreamScript | undefined>;
  save(script: StreamScript): Promise<void>;
  /** Before its stream is deleted: whoever comes after a kill finds by it what is left over. */
  noteLeaving(streamId: StreamId): Promise<void>;
  /** Streams that were to be deleted, and whose scripts were not yet. Some may be there after all. */
  leaving(): Promise<readonly StreamId[]>;
  /** With what was noted of it. */
  delete(streamId: StreamId): Promise<void>;
};

/** {@link Scripts} over a table. */
export function createScripts(table: Table): Scripts {
  const records = recordsOf(table, { schema, place: ({ streamId }) => keyOf(streamId) });
  const notes = recordsOf(table, {
    schema: z.object({ streamId: ids.stream }),
    place: ({ streamId }) => noteKeyOf(streamId),
  });
  return {
    get: async (streamId) => (await records.get(keyOf(streamId)))?.value,
    async save(script) {
      await records.put(script);
    },
    async delete(streamId) {
      await records.delete(keyOf(streamId));
      await notes.delete(noteKeyOf(streamId));
    },
    async noteLeaving(streamId) {
      await notes.put({ streamId });
    },
    leaving: async () => (await gather(notes.all({ pk: "LEAVING" }))).map(({ value }) => value.streamId),
  };
}

function keyOf(streamId: StreamId) {
  return { pk: `STREAM#${streamId}`, sk: "SCRIPT" };
}

function noteKeyOf(streamId: StreamId) {
  return { pk: "LEAVING", sk: `SCRIPT#${streamId}` };
}
