import { z } from "zod";
import type { LiveUpdate } from "../ports/live-updates.ts";
import type { Table } from "../ports/table.ts";

/** What screens read as a whole when any of it changed; single players and jobs are told apart by their own records. */
export const markedKinds = [
  "players",
  "audio",
  "streams",
  "cards",
  "yoto-accounts",
  "settings",
  "house-rules",
  "webhooks",
] as const satisfies readonly LiveUpdate["of"][];
export type MarkedKind = (typeof markedKinds)[number];

/** Counters of changes, one per kind: how processes that share no memory learn of each other's. */
export type LiveMarks = {
  bump(of: MarkedKind): Promise<void>;
  /** How often each kind has changed; absent: never. */
  read(): Promise<ReadonlyMap<MarkedKind, number>>;
};

const kindOf = z.enum(markedKinds);

/** {@link LiveMarks} over a table: the version of an item that is written again and again is the counter. */
export function createLiveMarks(table: Table): LiveMarks {
  return {
    async bump(of) {
      await table.put({ pk: "LIVE", sk: of, data: {} });
    },
    async read() {
      const { items } = await table.query({ pk: "LIVE" });
      return new Map(
        items.flatMap(({ sk, version }) => {
          const kind = kindOf.safeParse(sk);
          return kind.success ? [[kind.data, version] as const] : [];
        }),
      );
    },
  };
}

/** Whether an update is told by a mark. */
export function isMarked(of: LiveUpdate["of"]): of is MarkedKind {
  return kindOf.safeParse(of).success;
}
