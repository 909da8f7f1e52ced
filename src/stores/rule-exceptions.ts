import { z } from "zod";
import type { RuleException } from "../domain/house-rules/house-rule.ts";
import type { Table } from "../ports/table.ts";
import { ruleIdSchema } from "./house-rules.ts";
import { expirySeconds, gather, recordsOf } from "./records.ts";
import { ids } from "./schemas.ts";

const schema: z.ZodType<RuleException> = z.object({
  id: z.string(),
  title: z.string(),
  fromMs: z.number(),
  toMs: z.number(),
  players: z.array(ids.player).exactOptional(),
  rules: z.array(ruleIdSchema).exactOptional(),
});

/** Times in which rules rest; they go away by themselves a week after their end. */
export type RuleExceptions = {
  /** By their beginning. */
  list(): Promise<readonly RuleException[]>;
  add(exception: RuleException): Promise<void>;
  /** `false` when there was none. */
  delete(id: string): Promise<boolean>;
};

const keptMs = 7 * 86_400_000;

/** {@link RuleExceptions} over a table. */
export function createRuleExceptions(table: Table): RuleExceptions {
  const keyOf = (id: string) => ({ pk: "HOUSERULES", sk: `EXCEPTION#${id}` });
  const records = recordsOf(table, {
    schema,
    place: ({ id, toMs }) => ({ ...keyOf(id), expiresAt: expirySeconds(toMs + keptMs) }),
  });
  return {
    async list() {
      const found = await gather(records.all({ pk: "HOUSERULES", prefix: "EXCEPTION#" }));
      return found.map(({ value }) => value).sort((one, other) => one.fromMs - other.fromMs);
    },
    add: async (exception) => void (await records.put(exception, { ifAbsent: true })),
    async delete(id) {
      const found = await records.get(keyOf(id));
      return found !== undefined && (await records.delete(keyOf(id)));
    },
  };
}
