import { AwsRefused, type SignedCall } from "../../src/adapters/aws/signed-call.ts";

/** What DynamoDB would bill on demand: units of 4 KB read consistently, and of 1 KB written. */
export type TableUse = { reads: number; writes: number };

type Asked = {
  readonly ConsistentRead?: boolean;
  readonly UpdateExpression?: string;
  readonly Key?: { readonly PK: { readonly S: string }; readonly SK: { readonly S: string } };
  readonly ExpressionAttributeValues?: { readonly ":pk"?: { readonly S: string } };
};

/** Of one table, or of each in a batch. */
type Used = { readonly CapacityUnits: number };
type Answered = { readonly ConsumedCapacity?: Used | readonly Used[] };

function isRead(operation: string): boolean {
  return ["Query", "GetItem", "BatchGetItem"].includes(operation);
}

/**
 * Counts what a table's calls use up. The emulator says the units of the table itself; what it leaves out is added as
 * DynamoDB documents it: a query that finds nothing is half a unit, a refused write is one, and an item that stands in the
 * index is written twice.
 */
export function meteredCall(call: SignedCall) {
  const total: TableUse = { reads: 0, writes: 0 };
  /** By operation and kind of record. */
  const parts = new Map<string, number>();
  const count = (asked: Asked, operation: string, units: number) => {
    total[isRead(operation) ? "reads" : "writes"] += units;
    const { Key: key, ExpressionAttributeValues: values } = asked;
    const place = [key?.PK.S ?? values?.[":pk"]?.S, key?.SK.S].map((each) => each?.split("#")[0]);
    const name = [operation, ...place.filter((each) => each !== undefined)].join(" ");
    parts.set(name, (parts.get(name) ?? 0) + units);
  };
  const metered: SignedCall = async (service, request) => {
    const operation = request.headers?.["x-amz-target"]?.split(".")[1] ?? "";
    const asked: Asked = JSON.parse(String(request.body));
    const body = JSON.stringify({ ...asked, ReturnConsumedCapacity: "TOTAL" });
    const inIndex = asked.UpdateExpression?.includes("GSI1PK = ") ? 2 : 1;
    try {
      const response = await call(service, { ...request, body });
      const { ConsumedCapacity: said } = (await response.clone().json()) as Answered;
      const units = [said ?? []].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
      const least = isRead(operation) && !asked.ConsistentRead ? 0.5 : 1;
      count(asked, operation, Math.max(least, units) * inIndex);
      return response;
    } catch (error) {
      if (error instanceof AwsRefused) count(asked, operation, 1);
      throw error;
    }
  };
  return {
    call: metered,
    total,
    parts,
    /** What is used while `act` goes on. */
    async during(act: () => Promise<unknown>): Promise<TableUse> {
      const before = { ...total };
      parts.clear();
      await act();
      return { reads: total.reads - before.reads, writes: total.writes - before.writes };
    },
  };
}
