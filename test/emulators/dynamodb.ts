import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
// @ts-expect-error dynalite comes without types; what is used of it is the server below.
import dynalite from "dynalite";

/** DynamoDB in this process, in memory, with an empty table of our shape. */
export async function startDynamoDb(tableName: string): Promise<{ endpoint: string } & AsyncDisposable> {
  const server: Server = dynalite({ createTableMs: 0, deleteTableMs: 0 });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await createTable(endpoint, tableName);
  return {
    endpoint,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function createTable(endpoint: string, TableName: string): Promise<void> {
  const keys = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: "HASH" },
    { AttributeName: range, KeyType: "RANGE" },
  ];
  const ask = (operation: string, body: object) =>
    fetch(endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `DynamoDB_20120810.${operation}`,
        authorization:
          "AWS4-HMAC-SHA256 Credential=test/20300101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
        "x-amz-date": "20300101T000000Z",
      },
      body: JSON.stringify({ TableName, ...body }),
    });
  const created = await ask("CreateTable", {
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: ["PK", "SK", "GSI1PK", "GSI1SK"].map((AttributeName) => ({
      AttributeName,
      AttributeType: "S",
    })),
    KeySchema: keys("PK", "SK"),
    GlobalSecondaryIndexes: [
      { IndexName: "GSI1", KeySchema: keys("GSI1PK", "GSI1SK"), Projection: { ProjectionType: "ALL" } },
    ],
  });
  if (!created.ok) throw new Error(`dynalite made no table: ${await created.text()}`);
  for (;;) {
    const described = (await (await ask("DescribeTable", {})).json()) as { Table: { TableStatus: string } };
    if (described.Table.TableStatus === "ACTIVE") return;
  }
}
