import { z } from "zod";
import { type HouseRule, RuleId } from "../domain/house-rules/house-rule.ts";
import type { Table, Written } from "../ports/table.ts";
import { recordsOf, type Versioned } from "./records.ts";
import { ids } from "./schemas.ts";
import { timeWindowSchema } from "./time-window-schema.ts";

/** A rule's identifier as it stands in stored JSON. */
export const ruleIdSchema = z.string().transform(RuleId);

const every = {
  id: ruleIdSchema,
  title: z.string(),
  on: z.boolean(),
  dryRun: z.boolean(),
  players: z.array(ids.player).exactOptional(),
  window: timeWindowSchema,
  sinceMs: z.number().exactOptional(),
  changedAtMs: z.number().exactOptional(),
};
const ending = z.enum(["at-once", "after-the-track"]);
const colour = z.object({ red: z.number(), green: z.number(), blue: z.number() });

const ruleSchema: z.ZodType<HouseRule> = z.discriminatedUnion("kind", [
  z.object({
    ...every,
    kind: z.literal("quiet-hours"),
    reaction: z.discriminatedUnion("do", [
      z.object({ do: z.literal("stop") }),
      z.object({ do: z.literal("lower"), toSteps: z.number() }),
    ]),
    allowed: z.array(ids.yotoCard),
  }),
  z.object({
    ...every,
    kind: z.literal("bedtime"),
    fade: z.object({ minutes: z.number(), toSteps: z.number() }).exactOptional(),
    ending,
    light: colour.exactOptional(),
  }),
  z.object({ ...every, kind: z.literal("volume-cap"), maxSteps: z.number() }),
  z.object({
    ...every,
    kind: z.literal("daily-limit"),
    minutes: z.number(),
    warn: z.object({ minutesBefore: z.number(), light: colour }).exactOptional(),
    ending,
  }),
  z.object({
    ...every,
    kind: z.literal("play-at"),
    yotoCardId: ids.yotoCard,
    chapterKey: z.string().exactOptional(),
    volumePercent: z.number().exactOptional(),
    interrupt: z.boolean(),
  }),
]);

type Kept = { readonly rules: readonly HouseRule[] };
const schema: z.ZodType<Kept> = z.object({ rules: z.array(ruleSchema) });
const key = { pk: "HOUSERULES", sk: "LIST" };

/** The rules of the house in their order: one item, because the order is about all of them. */
export type HouseRules = {
  /** `version` is 0 while there never was a rule. */
  read(): Promise<Versioned<readonly HouseRule[]>>;
  /** Refused when somebody else wrote since `ifVersion`. */
  write(rules: readonly HouseRule[], ifVersion: number): Promise<Written>;
};

/** {@link HouseRules} over a table. */
export function createHouseRules(table: Table): HouseRules {
  const records = recordsOf<Kept>(table, { schema, place: () => key });
  return {
    async read() {
      const found = await records.get(key);
      return { value: found?.value.rules ?? [], version: found?.version ?? 0 };
    },
    write: (rules, ifVersion) => records.put({ rules }, ifVersion === 0 ? { ifAbsent: true } : { ifVersion }),
  };
}
