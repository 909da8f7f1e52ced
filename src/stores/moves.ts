import { z } from "zod";
import type { Table } from "../ports/table.ts";
import { recordsOf } from "./records.ts";

/** That everything is being carried into this home. `emptying`: what was here before is not all gone yet. */
export type MoveMark = { readonly sinceMs: number; readonly emptying?: boolean };

const schema: z.ZodType<MoveMark> = z.object({ sinceMs: z.number(), emptying: z.boolean().exactOptional() });
const key = { pk: "MOVE", sk: "UNDERWAY" } as const;

/** The partition of the mark, which is of one home and is not carried along. */
export const movePartition = key.pk;

/** Whether everything is just being carried into this home: files come first then, and what names them later. */
export type Moves = {
  underWay(): Promise<MoveMark | undefined>;
  begin(mark: MoveMark): Promise<void>;
  end(): Promise<void>;
};

/** {@link Moves} over a table. */
export function createMoves(table: Table): Moves {
  const records = recordsOf(table, { schema, place: () => key });
  return {
    underWay: async () => (await records.get(key))?.value,
    async begin(mark) {
      await records.put(mark);
    },
    async end() {
      await records.delete(key);
    },
  };
}
