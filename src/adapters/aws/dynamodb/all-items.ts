import { z } from "zod";
import type { AllItems } from "../../../ports/all-items.ts";
import type { Table } from "../../../ports/table.ts";
import type { SignedCall } from "../signed-call.ts";

const text = z.object({ S: z.string() });
const page = z.object({
  Items: z.array(z.object({ PK: text, SK: text })),
  LastEvaluatedKey: z.object({ PK: text, SK: text }).optional(),
});

/** Goes through the whole table, which costs what reading all of it costs: cents for a family. */
export function allDynamoItems(call: SignedCall, tableName: string, table: Table): AllItems {
  return async function* () {
    let from: z.infer<typeof page>["LastEvaluatedKey"];
    do {
      const answer = await call("dynamodb", {
        headers: {
          "content-type": "application/x-amz-json-1.0",
          "x-amz-target": "DynamoDB_20120810.Scan",
        },
        timeoutMs: 30_000,
        body: JSON.stringify({
          TableName: tableName,
          ConsistentRead: true,
          ProjectionExpression: "PK, SK",
          ...(from !== undefined && { ExclusiveStartKey: from }),
        }),
      });
      const { Items, LastEvaluatedKey } = page.parse(await answer.json());
      for (const { PK, SK } of Items) {
        const item = await table.get({ pk: PK.S, sk: SK.S });
        if (item !== undefined) yield item;
      }
      from = LastEvaluatedKey;
    } while (from !== undefined);
  };
}
