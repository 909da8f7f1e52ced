import { createDynamoTable } from "../src/adapters/aws/dynamodb/table.ts";
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
