import { z } from "zod";
import type { RuleMemory, RuleNotes } from "../domain/house-rules/rule-memory.ts";
import type { PlayerId, YotoAccountId } from "../domain/ids.ts";
import type { Table, Written } from "../ports/table.ts";
import { recordsOf, type Versioned } from "./records.ts";
import { ids } from "./schemas.ts";

/** What the rules have done on a player, and which listener wrote it. */
export type KeptRuleMemory = {
  readonly playerId: PlayerId;
  /** Fences of different accounts have nothing to do with each other. */
  readonly accountId: YotoAccountId;
  readonly fence: number;
  readonly memory: RuleMemory;
};

const notes: z.ZodType<RuleNotes> = z.object({
  occurrenceMs: z.number(),
  done: z.record(z.string(), z.number()),
  fadeFromSteps: z.number().exactOptional(),
});
const schema: z.ZodType<KeptRuleMemory> = z.object({
  playerId: ids.player,
  accountId: ids.yotoAccount,
  fence: z.number(),
  memory: z.record(z.string(), notes),
});

/** Memories of rules, one per player. */
export type RuleMemories = {
  get(playerId: PlayerId): Promise<Versioned<KeptRuleMemory> | undefined>;
  /** Without a version: only when there is none. Who is refused has been overtaken and must decide anew. */
  write(kept: KeptRuleMemory, ifVersion: number | undefined): Promise<Written>;
};

/** {@link RuleMemories} over a table. */
export function createRuleMemories(table: Table): RuleMemories {
  const keyOf = (playerId: PlayerId) => ({ pk: `PLAYER#${playerId}`, sk: "RULEMEMORY" });
  const records = recordsOf(table, { schema, place: ({ playerId }) => keyOf(playerId) });
  return {
    get: (playerId) => records.get(keyOf(playerId)),
    write: (kept, ifVersion) =>
      records.put(kept, ifVersion === undefined ? { ifAbsent: true } : { ifVersion }),
  };
}
