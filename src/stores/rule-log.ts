import { z } from "zod";
import type { RuleLine } from "../domain/house-rules/decide.ts";
import type { CommandId, PlayerId } from "../domain/ids.ts";
import type { Table } from "../ports/table.ts";
import { commandSchema } from "./command-schema.ts";
import { ruleIdSchema } from "./house-rules.ts";
import { expirySeconds, type Listed, type PageWanted, pageOf, recordsOf, utcOf } from "./records.ts";
import { ids } from "./schemas.ts";

/** A line of the log as it is kept: with the rule's name of that time, and the order that carried it out. */
export type LoggedRuleLine = RuleLine & {
  readonly id: string;
  readonly ruleTitle: string;
  readonly orderId?: CommandId;
};

const schema: z.ZodType<LoggedRuleLine> = z.object({
  id: z.string(),
  atMs: z.number(),
  playerId: ids.player,
  ruleId: ruleIdSchema,
  ruleTitle: z.string(),
  did: z.enum(["acted", "would-have-acted", "was-overruled", "rested", "remarked"]),
  command: commandSchema.exactOptional(),
  why: z.string(),
  orderId: ids.command.exactOptional(),
});

const dayMs = 86_400_000;

/** What rules did on players, and why. */
export type RuleLog = {
  add(line: LoggedRuleLine, keepDays: number): Promise<void>;
  /** Of one player, or of all; by time. */
  page(playerId: PlayerId | undefined, page?: PageWanted): Promise<Listed<LoggedRuleLine>>;
};

/** {@link RuleLog} over a table. */
export function createRuleLog(table: Table): RuleLog {
  const recordsKept = (keepDays: number) =>
    recordsOf(table, {
      schema,
      place: ({ playerId, atMs, id }) => ({
        pk: `PLAYER#${playerId}`,
        sk: `RULELOG#${utcOf(atMs)}#${id}`,
        index: { pk: "RULELOG", sk: `${utcOf(atMs)}#${id}` },
        expiresAt: expirySeconds(atMs + keepDays * dayMs),
      }),
    });
  const records = recordsKept(30);
  return {
    add: async (line, keepDays) => void (await recordsKept(keepDays).put(line, { ifAbsent: true })),
    page: (playerId, wanted) =>
      playerId === undefined
        ? records.page({ pk: "RULELOG", inIndex: true, ...pageOf(wanted) })
        : records.page({ pk: `PLAYER#${playerId}`, prefix: "RULELOG#", ...pageOf(wanted) }),
  };
}
