import { z } from "zod";
import type { OwnIcon } from "../domain/pictures/own-icon.ts";
import type { Table } from "../ports/table.ts";
import { gather, recordsOf, utcOf } from "./records.ts";

const schema: z.ZodType<OwnIcon> = z.object({
  mediaId: z.string(),
  title: z.string(),
  tags: z.array(z.string()),
  addedAtMs: z.number(),
});

/** The names of icons that families brought. */
export type OwnIcons = {
  /** The same picture twice is one: its last name counts. */
  put(icon: OwnIcon): Promise<void>;
  /** All of them, by time. */
  list(): Promise<readonly OwnIcon[]>;
};

/** {@link OwnIcons} over a table. */
export function createOwnIcons(table: Table): OwnIcons {
  const records = recordsOf(table, {
    schema,
    place: ({ mediaId, addedAtMs }) => ({
      pk: `ICON#${mediaId}`,
      sk: "META",
      index: { pk: "ICON", sk: `${utcOf(addedAtMs)}#${mediaId}` },
    }),
  });
  return {
    async put(icon) {
      await records.put(icon);
    },
    async list() {
      return (await gather(records.all({ pk: "ICON", inIndex: true }))).map(({ value }) => value);
    },
  };
}
