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
import { type Attribute, type Attributes, itemOf, keyOf, StoredItem, text, whole } from "./stored-item.ts";

const GetAnswer = z.object({ Item: StoredItem.optional() });
const UpdateAnswer = z.object({ Attributes: z.object({ version: whole }) });
const QueryAnswer = z.object({
  Items: z.array(StoredItem),
  LastEvaluatedKey: z.object({ PK: text, SK: text, GSI1SK: text.optional() }).optional(),
});

const notExpired = "(attribute_not_exists(expiresAt) OR expiresAt > :now)";
/** Pages that expired items have emptied are read on, but not for ever. */
const roundsMax = 5;

/**
 * The table over DynamoDB: keys `PK`/`SK`, index `GSI1` on `GSI1PK`/`GSI1SK`, TTL attribute `expiresAt`, the record as JSON
 * text in `data`. One request per call; two only where an item has expired but was not swept yet, and one for each hundred keys.
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

  /** Every write is one of three: over a live item, over nothing, over an expired one. */
  const write = async (
    item: NewItem,
    json: string,
    version: string,
    condition: string,
    names: Attributes,
  ) => {
    const { set, remove, values } = assignments(item, json);
    const answer = await ask("UpdateItem", {
      Key: keyOf(item),
      UpdateExpression: `SET ${set}, version = ${version} REMOVE ${remove}`,
      ConditionExpression: condition,
      ExpressionAttributeNames: { "#data": "data" },
      ExpressionAttributeValues: { ...values, ...names, ":one": { N: "1" } },
      ReturnValues: "ALL_NEW",
    });
    return UpdateAnswer.parse(answer).Attributes.version;
  };
  const writeNew = (item: NewItem, json: string) =>
    write(item, json, ":one", "attribute_not_exists(PK) OR expiresAt <= :now", {
      ":now": { N: String(nowSeconds()) },
    });
  const writeOver = (item: NewItem, json: string, ifVersion: number | undefined) => {
    const live = `attribute_exists(PK) AND ${notExpired}`;
    return write(
      item,
      json,
      "version + :one",
      ifVersion === undefined ? live : `${live} AND version = :version`,
      {
        ":now": { N: String(nowSeconds()) },
        ...(ifVersion === undefined ? {} : { ":version": { N: String(ifVersion) } }),
      },
    );
  };

  const get = async (key: Key): Promise<Item | undefined> => {
    checkKey(key);
    const answer = GetAnswer.parse(await ask("GetItem", { Key: keyOf(key), ConsistentRead: true }));
    return answer.Item === undefined || isExpired(answer.Item.expiresAt, clock.nowMs())
      ? undefined
      : itemOf(answer.Item);
  };

  /** A conditional write whose answer was lost and whose repetition was refused: was it ours that came first? */
  const wasOurs = async (item: NewItem, json: string, condition: Condition): Promise<Written> => {
    const stored = await get(item);
    const version = wantsVersion(condition) ? condition.ifVersion + 1 : 1;
    const same = stored?.version === version && JSON.stringify(stored.data) === json;
    return same ? { ok: true, version } : { ok: false };
  };

  const put = async (item: NewItem, condition: Condition | undefined): Promise<Written> => {
    const json = checkItem(item);
    try {
      if (condition === undefined) {
        const version = await writeOver(item, json, undefined).catch((error: unknown) => {
          if (isRefusedCondition(error)) return writeNew(item, json);
          throw error;
        });
        return { ok: true, version };
      }
      const version = wantsVersion(condition)
        ? await writeOver(item, json, condition.ifVersion)
        : await writeNew(item, json);
      return { ok: true, version };
    } catch (error) {
      if (!isRefusedCondition(error)) throw error;
      if (condition === undefined) return put(item, undefined); // it came and went between our two writes
      return error.afterDoubt ? wasOurs(item, json, condition) : { ok: false };
    }
  };

  return {
    get,
    getMany: (keys) => getMany({ send, tableName, clock }, keys),
    put,

    async delete(key, condition) {
      checkKey(key);
      try {
        await ask("DeleteItem", {
          Key: keyOf(key),
          ...(condition === undefined
            ? {}
            : {
                ConditionExpression: `version = :version AND ${notExpired}`,
                ExpressionAttributeValues: {
                  ":version": { N: String(condition.ifVersion) },
                  ":now": { N: String(nowSeconds()) },
                },
              }),
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
