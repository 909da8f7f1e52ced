import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import { scheduleOf } from "./schedule-of.ts";

/** When families open the app: mornings and evenings, as the guide has it. */
const hours = ["7-8", "17-19"];

/**
 * Calls the API's function every ten minutes when it is likely to be wanted. The call comes without the origin's secret, so
 * it is refused after the start, which is all that it is for.
 */
export class KeepWarm extends Construct {
  constructor(scope: Construct, id: string, { api, timeZone }: { api: IFunction; timeZone: string }) {
    super(scope, id);
    for (const [at, hour] of hours.entries())
      scheduleOf(this, `Times${at}`, {
        every: `cron(0/10 ${hour} * * ? *)`,
        timeZone,
        target: api,
        input: {
          version: "2.0",
          rawPath: "/api/health",
          rawQueryString: "",
          headers: {},
          requestContext: { http: { method: "GET", path: "/api/health", sourceIp: "127.0.0.1" } },
          isBase64Encoded: false,
        },
        says: "Keeps the API warm",
      });
  }
}
