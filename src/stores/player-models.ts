import { z } from "zod";
import type { ModelAbilities } from "../domain/probe/abilities.ts";
import type { Table } from "../ports/table.ts";
import { gather, recordsOf } from "./records.ts";

const schema: z.ZodType<ModelAbilities> = z.object({
  model: z.string(),
  firmware: z.string().exactOptional(),
  userAgent: z.string().exactOptional(),
  atMs: z.number(),
  abilities: z.object({
    httpVersion: z.enum(["1.0", "1.1"]).exactOptional(),
    keepsConnections: z.boolean().exactOptional(),
    asksHeadFirst: z.boolean().exactOptional(),
    asksTwice: z.boolean().exactOptional(),
    letsGoByItself: z.boolean().exactOptional(),
    resumesWithRange: z.boolean().exactOptional(),
    fetchesAhead: z.enum(["never", "asks-again", "plays-it"]).exactOptional(),
    beginsWithLittle: z.boolean().exactOptional(),
    waitsFiveSeconds: z.boolean().exactOptional(),
    playsWithoutLength: z.boolean().exactOptional(),
    playsChunked: z.boolean().exactOptional(),
    playsAac: z.boolean().exactOptional(),
    playsLowRate: z.boolean().exactOptional(),
    followsRedirects: z.union([z.literal(0), z.literal(1), z.literal(3)]).exactOptional(),
    keepsCopies: z.boolean().exactOptional(),
    choosesStreams: z.boolean().exactOptional(),
  }),
});

/** What kinds of players were found to do, by the Player Probe. */
export type PlayerModels = {
  put(found: ModelAbilities): Promise<void>;
  list(): Promise<readonly ModelAbilities[]>;
};

/** {@link PlayerModels} over a table. */
export function createPlayerModels(table: Table): PlayerModels {
  const records = recordsOf(table, {
    schema,
    place: ({ model }) => ({ pk: `MODEL#${model}`, sk: "ABILITIES", index: { pk: "MODEL", sk: model } }),
  });
  return {
    put: async (found) => void (await records.put(found)),
    list: async () => (await gather(records.all({ pk: "MODEL", inIndex: true }))).map(({ value }) => value),
  };
}
