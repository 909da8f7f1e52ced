import { z } from "zod";
import type { Clock } from "../../../ports/clock.ts";
import type { Item, Key } from "../../../ports/table.ts";
import { checkKey, isExpired } from "../../../ports/table-rules.ts";
import { Unavailable } from "../../../ports/unavailable.ts";
import { itemOf, keyOf, StoredItem, text } from "./stored-item.ts";

const BatchAnswer = z.object({
  Responses: z.record(z.string(), z.array(StoredItem)),
  UnprocessedKeys: z.record(
    z.string(),
    z.object({ Keys: z.array(z.object({ PK: text, SK: text })) }).optional(),
  ),
});

/** So many keys go into one request. */
const keysMost = 100;
const emptyRoundsMost = 5;
const firstPauseMs = 50;

/** Items by their keys, a hundred at a time: what did not fit into an answer, or was too much at once, is asked for again. */
export async function getMany(
  deps: {
    readonly send: (operation: string, body: object) => Promise<unknown>;
    readonly tableName: string;
    readonly clock: Clock;
  },
  keys: readonly Key[],
): Promise<readonly (Item | undefined)[]> {
  for (const key of keys) checkKey(key);
  const found = new Map<string, Item>();
  const different = [...new Map(keys.map((key) => [nameOf(key), { pk: key.pk, sk: key.sk }])).values()];
  const parts: Key[][] = [];
  for (let from = 0; from < different.length; from += keysMost)
    parts.push(different.slice(from, from + keysMost));
  await Promise.all(
    parts.map(async (part) => {
      for (const item of await all(deps, part)) found.set(nameOf(item), item);
    }),
  );
  return keys.map((key) => found.get(nameOf(key)));
}

async function all(
  { send, tableName, clock }: Parameters<typeof getMany>[0],
  keys: readonly Key[],
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let open = keys;
  for (let emptyRounds = 0; open.length > 0; ) {
    const asked = { [tableName]: { Keys: open.map(keyOf), ConsistentRead: true } };
    const answer = BatchAnswer.parse(await send("BatchGetItem", { RequestItems: asked }));
    const some = answer.Responses[tableName] ?? [];
    items.push(...some.filter(({ expiresAt }) => !isExpired(expiresAt, clock.nowMs())).map(itemOf));
    const left = (answer.UnprocessedKeys[tableName]?.Keys ?? []).map(({ PK, SK }) => ({ pk: PK, sk: SK }));
    if (left.length === open.length) {
      emptyRounds += 1;
      if (emptyRounds > emptyRoundsMost)
        throw new Unavailable("Amazon does not answer at the moment; try again in a minute (dynamodb)");
      await clock.sleep(firstPauseMs * 2 ** emptyRounds);
    }
    open = left;
  }
  return items;
}

function nameOf({ pk, sk }: Key): string {
  return `${pk}\0${sk}`;
}
