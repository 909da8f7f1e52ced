import { z } from "zod";
import type { AudioId } from "../domain/ids.ts";
import type { Table } from "../ports/table.ts";
import { recordsOf } from "./records.ts";

/** How far looking for files without a record has got. */
export type SweepPlace = {
  /** When this round through all files began. */
  readonly beganAtMs: number;
  /** The key (or folder) after which to go on; absent: the round is over. */
  readonly after?: string;
};

const schema: z.ZodType<SweepPlace> = z.object({ beganAtMs: z.number(), after: z.string().exactOptional() });
const placeKey = { pk: "SWEEP", sk: "FILES" } as const;
/** Asked one part after the other: screens read from the same table meanwhile. */
const idsAtOnce = 100;

/** What looking for files without a record needs to know. */
export type FileSweeps = {
  /** Those of the ids that are recordings, in the trash or out of it; a record that nobody can read counts, too. */
  known(ids: readonly AudioId[]): Promise<ReadonlySet<string>>;
  place(): Promise<SweepPlace | undefined>;
  keepPlace(place: SweepPlace): Promise<void>;
};

/** {@link FileSweeps} over a table. */
export function createFileSweeps(table: Table): FileSweeps {
  const places = recordsOf(table, { schema, place: () => placeKey });
  return {
    async known(ids) {
      const known = new Set<string>();
      for (let from = 0; from < ids.length; from += idsAtOnce) {
        const part = ids.slice(from, from + idsAtOnce);
        const items = await table.getMany(part.map((id) => ({ pk: `AUDIO#${id}`, sk: "META" })));
        for (const [number, id] of part.entries()) if (items[number] !== undefined) known.add(id);
      }
      return known;
    },
    place: async () => (await places.get(placeKey))?.value,
    async keepPlace(place) {
      await places.put(place);
    },
  };
}
