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
  /** Files whose names tell no time, and that had no record: in the round before, and in this one until now. */
  readonly doubtedBefore?: readonly string[];
  readonly doubted?: readonly string[];
};

const keys = z.array(z.string()).exactOptional();
const schema: z.ZodType<SweepPlace> = z.object({
  beganAtMs: z.number(),
  after: z.string().exactOptional(),
  doubtedBefore: keys,
  doubted: keys,
});
const lookSchema: z.ZodType<{ readonly atMs: number }> = z.object({ atMs: z.number() });
const originalsKey = { pk: "SWEEP", sk: "ORIGINALS" } as const;
const placeKey = { pk: "SWEEP", sk: "FILES" } as const;
/** Asked one part after the other: screens read from the same table meanwhile. */
const idsAtOnce = 100;

/** What looking for files without a record needs to know. */
export type FileSweeps = {
  /** Those of the ids that are recordings, in the trash or out of it; a record that nobody can read counts, too. */
  known(ids: readonly AudioId[]): Promise<ReadonlySet<string>>;
  place(): Promise<SweepPlace | undefined>;
  keepPlace(place: SweepPlace): Promise<void>;
  /** When the files that recordings were made of were last looked through. */
  originalsAtMs(): Promise<number | undefined>;
  noteOriginals(atMs: number): Promise<void>;
};

/** {@link FileSweeps} over a table. */
export function createFileSweeps(table: Table): FileSweeps {
  const places = recordsOf(table, { schema, place: () => placeKey });
  const looks = recordsOf(table, { schema: lookSchema, place: () => originalsKey });
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
    originalsAtMs: async () => (await looks.get(originalsKey))?.value.atMs,
    async noteOriginals(atMs) {
      await looks.put({ atMs });
    },
  };
}
