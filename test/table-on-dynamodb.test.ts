import { expect, test } from "vitest";
import { createDynamoTable } from "../src/adapters/aws/dynamodb/table.ts";
import type { SignedCall } from "../src/adapters/aws/signed-call.ts";
import { systemClock } from "../src/adapters/system/clock.ts";
import { tableContract } from "../src/ports/table.contract.ts";
import { startDynamoDb } from "./emulators/dynamodb.ts";
import { signedTo } from "./emulators/signed-to.ts";

tableContract("DynamoDB", async (clock) => {
  const database = await startDynamoDb("table");
  const call = signedTo(() => database.endpoint);
  return {
    ...createDynamoTable(call, "table", clock),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
});

test("items that together are too large for one answer are asked for again, until all are there", async () => {
  await using database = await startDynamoDb("table");
  const operations: string[] = [];
  const signed = signedTo(() => database.endpoint);
  const call: SignedCall = (service, request) => {
    operations.push(request.headers?.["x-amz-target"]?.split(".")[1] ?? "");
    return signed(service, request);
  };
  const table = createDynamoTable(call, "table", systemClock());
  const keys = Array.from({ length: 8 }, (_, number) => ({ pk: "LARGE", sk: `N${number}` }));
  for (const [number, key] of keys.entries())
    await table.put({ ...key, data: { number, text: "x".repeat(350_000) } });
  operations.length = 0;
  const found = await table.getMany(keys);
  expect(found.map((item) => item?.data["number"])).toEqual(keys.map((_, number) => number));
  expect(operations.length).toBeGreaterThan(1);
  expect(new Set(operations)).toEqual(new Set(["BatchGetItem"]));
});
