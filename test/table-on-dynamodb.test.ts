import { createDynamoTable } from "../src/adapters/aws/dynamodb/table.ts";
import { createSignedCall } from "../src/adapters/aws/signed-call.ts";
import { tableContract } from "../src/ports/table.contract.ts";
import { startDynamoDb } from "./emulators/dynamodb.ts";

tableContract("DynamoDB", async (clock) => {
  const database = await startDynamoDb("table");
  const call = createSignedCall({
    region: "us-east-1",
    credentials: async () => ({ accessKeyId: "test", secretAccessKey: "test" }),
    endpoint: () => database.endpoint,
    clock,
    chance: { fraction: () => 0.5, secret: () => "", id: () => "" },
  });
  return {
    ...createDynamoTable(call, "table", clock),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
});
