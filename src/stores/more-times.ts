import { z } from "zod";
import type { MoreTime } from "../domain/house-rules/house-rule.ts";
import type { PlayerId } from "../domain/ids.ts";
import type { Table, Written } from "../ports/table.ts";
import { expirySeconds, recordsOf, type Versioned } from "./records.ts";
import { ids } from "./schemas.ts";

const schema: z.ZodType<MoreTime> = z.object({ playerId: ids.player, untilMs: z.number() });

/** Long enough for a bedtime that it puts off to have come to its end. */
const keptMs = 86_400_000;

/** "Ten more minutes", by player. */
export type MoreTimes = {
  /** Also when it is over: it stays known for a day. */
  get(playerId: PlayerId): Promise<Versioned<MoreTime> | undefined>;
  /** In place of what was read (`undefined`: nothing), unless somebody gave more meanwhile. */
  give(moreTime: MoreTime, ifVersion: number | undefined): Promise<Written>;
  takeBack(playerId: PlayerId): Promise<void>;
};

/** {@link MoreTimes} over a table. */
export function createMoreTimes(table: Table): MoreTimes {
  const keyOf = (playerId: PlayerId) => ({ pk: `PLAYER#${playerId}`, sk: "MORETIME" });
  const records = recordsOf(table, {
    schema,
    place: ({ playerId, untilMs }) => ({ ...keyOf(playerId), expiresAt: expirySeconds(untilMs + keptMs) }),
  });
  return {
    get: (playerId) => records.get(keyOf(playerId)),
    give: (moreTime, ifVersion) =>
      records.put(moreTime, ifVersion === undefined ? { ifAbsent: true } : { ifVersion }),
    takeBack: async (playerId) => void (await records.delete(keyOf(playerId))),
  };
}
