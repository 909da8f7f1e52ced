import { z } from "zod";
import type { Clock } from "../../../ports/clock.ts";
import type { Condition, Item, Key, NewItem, Query, Table, Written } from "../../../ports/table.ts";
import {
  type CursorPlace,
  checkItem,
  checkKey,
  compareUtf8,
  cursorAfter,
  isExpired,
  type PlainQuery,
  plainQuery,
  wantsVersion,
} from "../../../ports/table-rules.ts";
import { AwsRefused, type SignedCall } from "../signed-call.ts";
import { getMany } from "./get-many.ts";
import { type Attribute, type Attributes, itemOf, keyOf, StoredItem, text } from "./stored-item.ts";

const GetAnswer = z.object({ Item: StoredItem.optional() });
const QueryAnswer = z.object({
  Items: z.array(StoredItem),
  LastEvaluatedKey: z.object({ PK: text, SK: text, GSI1SK: text.optional() }).optional(),
});

type Stored = z.infer<typeof StoredItem>;

const absent = "attribute_not_exists(PK)";
const notExpired = "(attribute_not_exists(expiresAt) OR expiresAt > :now)";
/** Pages that expired items have emptied are read on, but not for ever. */
const roundsMax = 5;

/**
 * The table over DynamoDB: keys `PK`/`SK`, index `GSI1` on `GSI1PK`/`GSI1SK`, TTL attribute `expiresAt`, the record as JSON
 * text in `data`. One request per call, and one for each hundred keys; what is written or deleted without a condition is looked at first.
 */
export function createDynamoTable(call: SignedCall, tableName: string, clock: Clock): Table {
  const send = async (operation: string, body: object): Promise<unknown> => {
    const response = await call("dynamodb", {
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `DynamoDB_20120810.${operation}`,
      },
      body: JSON.stringify(body),
    });
    return response.json();
  };
  const ask = (operation: string, body: object) => send(operation, { TableName: tableName, ...body });
  const nowSeconds = () => Math.floor(clock.nowMs() / 1000);

  /** Refused, as an {@link AwsRefused}, when the condition does not hold. */
  const write = async (
    item: NewItem,
    json: string,
    version: number,
    condition: string,
    more: Attributes,
  ): Promise<void> => {
    const { set, remove, values } = assignments(item, json);
    await ask("UpdateItem", {
      Key: keyOf(item),
      UpdateExpression: `SET ${set}, version = :next REMOVE ${remove}`,
      ConditionExpression: condition,
      ExpressionAttributeNames: { "#data": "data" },
      ExpressionAttributeValues: { ...values, ...more, ":next": { N: String(version) } },
    });
  };
  const now = (): Attributes => ({ ":now": { N: String(nowSeconds()) } });

  /** What lies there, expired or not. */
  const find = async (key: Key) =>
    GetAnswer.parse(await ask("GetItem", { Key: keyOf(key), ConsistentRead: true })).Item;
  const isOver = ({ expiresAt }: Stored) => isExpired(expiresAt, clock.nowMs());

  const get = async (key: Key): Promise<Item | undefined> => {
    checkKey(key);
    const found = await find(key);
    return found === undefined || isOver(found) ? undefined : itemOf(found);
  };

  /** Of one write: refused is a value, unless its answer was lost and it was our own first try that came before us. */
  const once = async (item: NewItem, json: string, version: number, writing: Promise<void>) => {
    try {
      await writing;
    } catch (error) {
      if (!isRefusedCondition(error)) throw error;
      const found = error.afterDoubt ? await find(item) : undefined;
      if (found?.version !== version || found.data !== json) return { ok: false } as const;
    }
    return { ok: true, version } as const;
  };

  const putIf = (item: NewItem, json: string, condition: Condition): Promise<Written> => {
    if (!wantsVersion(condition))
      return once(item, json, 1, write(item, json, 1, `${absent} OR expiresAt <= :now`, now()));
    const version = condition.ifVersion + 1;
    const isSo = `attribute_exists(PK) AND ${notExpired} AND version = :version`;
    const more = { ...now(), ...versionOf(condition.ifVersion) };
    return once(item, json, version, write(item, json, version, isSo, more));
  };

  /** Only over what was there a moment ago: a try that arrives late does not undo what was written since. */
  const putOver = (item: NewItem, json: string, before: Stored | undefined): Promise<Written> => {
    if (before === undefined) return once(item, json, 1, write(item, json, 1, absent, {}));
    const [version, isSo, more] = isOver(before)
      ? ([1, "version = :version AND expiresAt <= :now", now()] as const)
      : ([before.version + 1, "version = :version", {}] as const);
    const writing = write(item, json, version, isSo, { ...more, ...versionOf(before.version) });
    return once(item, json, version, writing);
  };

  /** As {@link putOver}: what was made anew since, stays. */
  const deleteSeen = async (key: Key): Promise<boolean> => {
    for (;;) {
      const seen = await find(key);
      if (seen === undefined) return true;
      try {
        await ask("DeleteItem", {
          Key: keyOf(key),
          ConditionExpression: "version = :version AND #data = :seen",
          ExpressionAttributeNames: { "#data": "data" },
          ExpressionAttributeValues: { ...versionOf(seen.version), ":seen": { S: seen.data } },
        });
        return true;
      } catch (error) {
        if (!isRefusedCondition(error)) throw error;
      }
    }
  };

  return {
    get,
    getMany: (keys) => getMany({ send, tableName, clock }, keys),

    async put(item, condition) {
      const json = checkItem(item);
      if (condition !== undefined) return putIf(item, json, condition);
      for (;;) {
        const written = await putOver(item, json, await find(item));
        if (written.ok) return written;
      }
    },

    async delete(key, condition) {
      checkKey(key);
      if (condition === undefined) return deleteSeen(key);
      try {
        await ask("DeleteItem", {
          Key: keyOf(key),
          ConditionExpression: `version = :version AND ${notExpired}`,
          ExpressionAttributeValues: { ...versionOf(condition.ifVersion), ...now() },
        });
        return true;
      } catch (error) {
        if (isRefusedCondition(error)) return error.afterDoubt && (await get(key)) === undefined;
        throw error;
      }
    },

    async query(query: Query) {
      const plain = plainQuery(query);
      if (isEmptyRange(plain)) return { items: [] };
      const items: Item[] = [];
      let after = plain.after;
      for (let round = 0; round < roundsMax; round++) {
        const page = QueryAnswer.parse(
          await ask("Query", queryBody(plain, after, plain.limit - items.length, nowSeconds())),
        );
        items.push(...page.Items.filter((each) => belowBound(each, plain)).map(itemOf));
        after = page.LastEvaluatedKey === undefined ? undefined : placeOf(page.LastEvaluatedKey, plain);
        if (after === undefined || items.length >= plain.limit) break;
      }
      return { items, ...(after === undefined ? {} : { cursor: cursorAfter(query, after) }) };
    },
  };
}

function versionOf(version: number): Attributes {
  return { ":version": { N: String(version) } };
}

function queryBody(
  plain: PlainQuery,
  after: CursorPlace | undefined,
  limit: number,
  nowSeconds: number,
): object {
  const [pk, sk] = plain.inIndex ? ["GSI1PK", "GSI1SK"] : ["PK", "SK"];
  const { from, to, below } = plain;
  const upper = to ?? below;
  const range =
    from !== undefined && upper !== undefined
      ? ` AND ${sk} BETWEEN :from AND :upper`
      : from !== undefined
        ? ` AND ${sk} >= :from`
        : upper !== undefined
          ? ` AND ${sk} <= :upper`
          : "";
  return {
    ...(plain.inIndex ? { IndexName: "GSI1" } : { ConsistentRead: !plain.mayLag }),
    KeyConditionExpression: `${pk} = :pk${range}`,
    FilterExpression: notExpired,
    ExpressionAttributeValues: {
      ":pk": { S: plain.pk },
      ":now": { N: String(nowSeconds) },
      ...(from === undefined ? {} : { ":from": { S: from } }),
      ...(upper === undefined ? {} : { ":upper": { S: upper } }),
    },
    ScanIndexForward: !plain.backwards,
    Limit: limit,
    ...(after === undefined ? {} : { ExclusiveStartKey: startKey(plain, after) }),
  };
}

/** DynamoDB refuses bounds that stand the wrong way round; nothing lies between them. */
function isEmptyRange({ from, to }: PlainQuery): boolean {
  return from !== undefined && to !== undefined && compareUtf8(from, to) > 0;
}

/** `below` is exclusive and DynamoDB's bounds are not: the one item that sits on it is left out here. */
function belowBound(item: z.infer<typeof StoredItem>, { below, to, inIndex }: PlainQuery): boolean {
  return to !== undefined || below === undefined || (inIndex ? item.GSI1SK : item.SK) !== below;
}

function startKey({ pk, inIndex }: PlainQuery, after: CursorPlace): Attributes {
  if (!inIndex || after.item === undefined) return { PK: { S: pk }, SK: { S: after.sk } };
  return { GSI1PK: { S: pk }, GSI1SK: { S: after.sk }, PK: { S: after.item.pk }, SK: { S: after.item.sk } };
}

function placeOf(
  last: { PK: string; SK: string; GSI1SK?: string | undefined },
  { inIndex }: PlainQuery,
): CursorPlace {
  return inIndex ? { sk: last.GSI1SK ?? "", item: { pk: last.PK, sk: last.SK } } : { sk: last.SK };
}

function assignments(item: NewItem, json: string): { set: string; remove: string; values: Attributes } {
  const optional = {
    GSI1PK: item.index && { S: item.index.pk },
    GSI1SK: item.index && { S: item.index.sk },
    expiresAt: item.expiresAt === undefined ? undefined : { N: String(item.expiresAt) },
  };
  const set = ["#data = :data"];
  const remove = ["unused"]; // the clause may not be empty; the attribute never exists
  const values: Record<string, Attribute> = { ":data": { S: json } };
  for (const [name, value] of Object.entries(optional)) {
    if (value === undefined) remove.push(name);
    else {
      set.push(`${name} = :${name}`);
      values[`:${name}`] = value;
    }
  }
  return { set: set.join(", "), remove: remove.join(", "), values };
}

function isRefusedCondition(error: unknown): error is AwsRefused {
  return error instanceof AwsRefused && error.type === "ConditionalCheckFailedException";
}
