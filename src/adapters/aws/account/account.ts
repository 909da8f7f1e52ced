import { z } from "zod";
import type { AwsAccount } from "../../../ports/aws-account.ts";
import { createQueue } from "../sqs/queue.ts";
import {
  type AccountCallsOptions,
  createAccountCalls,
  elementsIn,
  textIn,
  unlessAbsent,
} from "./account-calls.ts";
import { createPrograms } from "./programs.ts";
import { createRemoval } from "./removal.ts";
import { createWebBucket } from "./web-bucket.ts";

const formations = "2010-05-15";
const template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).optional() }),
  ),
});
const amount = z.object({ Amount: z.coerce.number() });
const budgets = z.object({
  Budgets: z
    .array(
      z.object({
        BudgetName: z.string(),
        BudgetLimit: amount.optional(),
        CalculatedSpend: z.object({ ActualSpend: amount, ForecastedSpend: amount.optional() }),
      }),
    )
    .default([]),
});
const costs = z.object({
  ResultsByTime: z.array(
    z.object({
      Groups: z.array(
        z.object({ Keys: z.tuple([z.string()]), Metrics: z.object({ UnblendedCost: amount }) }),
      ),
    }),
  ),
});
const events = z.object({
  events: z.array(z.object({ timestamp: z.number(), message: z.string() })).default([]),
  nextToken: z.string().optional(),
});

/** {@link AwsAccount} over signed calls. @see https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html */
export function createAwsAccount(options: AccountCallsOptions): AwsAccount {
  const calls = createAccountCalls(options);
  const { call, json, form } = calls;
  return {
    ...createPrograms(calls),
    ...createWebBucket(calls, options.clock),
    ...createRemoval(calls),
    async identity() {
      const xml = await form("sts", "2011-06-15", { Action: "GetCallerIdentity" });
      return { account: textIn(xml, "Account") ?? "", arn: textIn(xml, "Arn") ?? "" };
    },

    async plan() {
      const told = await unlessAbsent(
        json("freetier", "AWSFreeTierService.GetAccountPlanState", {}),
        /AccessDenied|ResourceNotFound|Validation|UnknownOperation/,
      );
      const type = z.object({ accountPlanType: z.string() }).safeParse(told).data?.accountPlanType;
      return type === "FREE" ? "free" : type === "PAID" ? "paid" : "unknown";
    },

    async stack(name) {
      const asked = form("cloudformation", formations, { Action: "DescribeStacks", StackName: name });
      const xml = await unlessAbsent(asked, /does not exist/);
      if (xml === undefined) return undefined;
      const [outputs = ""] = elementsIn(xml, "Outputs");
      return {
        status: textIn(xml, "StackStatus") ?? "UNKNOWN",
        outputs: Object.fromEntries(
          elementsIn(outputs, "member").map((each) => [
            textIn(each, "OutputKey") ?? "",
            textIn(each, "OutputValue") ?? "",
          ]),
        ),
      };
    },

    async template(stack) {
      const fields = { Action: "GetTemplate", StackName: stack, TemplateStage: "Original" };
      const xml = await unlessAbsent(form("cloudformation", formations, fields), /does not exist/);
      const body = xml === undefined ? undefined : textIn(xml, "TemplateBody");
      return body === undefined ? undefined : template.parse(JSON.parse(body));
    },

    async parameter(name) {
      const told = await unlessAbsent(
        json("ssm", "AmazonSSM.GetParameter", { Name: name, WithDecryption: true }),
        /ParameterNotFound/,
      );
      return told === undefined
        ? undefined
        : z.object({ Parameter: z.object({ Value: z.string() }) }).parse(told).Parameter.Value;
    },

    async setParameter(name, value) {
      await json("ssm", "AmazonSSM.PutParameter", {
        Name: name,
        Value: value,
        Type: "SecureString",
        Overwrite: true,
      });
    },

    async logged(group, { pattern, sinceMs, most }) {
      const found: { atMs: number; text: string }[] = [];
      let nextToken: string | undefined;
      do {
        const page = events.parse(
          await json("logs", "Logs_20140328.FilterLogEvents", {
            logGroupName: group,
            startTime: sinceMs,
            ...(pattern !== undefined && { filterPattern: pattern }),
            ...(nextToken !== undefined && { nextToken }),
          }),
        );
        found.push(
          ...page.events.map(({ timestamp, message }) => ({ atMs: timestamp, text: message.trimEnd() })),
        );
        nextToken = page.nextToken;
      } while (nextToken !== undefined && found.length < most);
      return found.slice(-most);
    },

    async measured({ namespace, name, of, as = "sum", worldwide }, sinceMs) {
      const statistic = as === "sum" ? "Sum" : "Average";
      const fields: Record<string, string> = {
        Action: "GetMetricStatistics",
        Version: "2010-08-01",
        Namespace: namespace,
        MetricName: name,
        StartTime: new Date(sinceMs).toISOString(),
        EndTime: new Date(options.clock.nowMs()).toISOString(),
        Period: "86400",
        "Statistics.member.1": statistic,
      };
      for (const [at, [key, value]] of Object.entries(of).entries()) {
        fields[`Dimensions.member.${at + 1}.Name`] = key;
        fields[`Dimensions.member.${at + 1}.Value`] = value;
      }
      const answer = await (worldwide ? calls.worldwide : call)("monitoring", {
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams(fields).toString(),
      });
      const points = elementsIn(await answer.text(), "member")
        .map((each) => ({ at: textIn(each, "Timestamp") ?? "", value: Number(textIn(each, statistic) ?? 0) }))
        .sort((a, b) => a.at.localeCompare(b.at));
      if (as === "last-average") return points.at(-1)?.value ?? 0;
      return points.reduce((sum, { value }) => sum + value, 0);
    },

    async budgets(account) {
      const told = await json("budgets", "AWSBudgetServiceGateway.DescribeBudgets", { AccountId: account });
      return budgets.parse(told).Budgets.map(({ BudgetName, BudgetLimit, CalculatedSpend }) => ({
        name: BudgetName,
        limit: BudgetLimit?.Amount ?? 0,
        actual: CalculatedSpend.ActualSpend.Amount,
        forecast: CalculatedSpend.ForecastedSpend?.Amount,
      }));
    },

    async billed(fromDay, toDay) {
      const told = await json("ce", "AWSInsightsIndexService.GetCostAndUsage", {
        TimePeriod: { Start: fromDay, End: toDay },
        Granularity: "MONTHLY",
        Metrics: ["UnblendedCost"],
        GroupBy: [{ Type: "DIMENSION", Key: "SERVICE" }],
      });
      const groups = costs.parse(told).ResultsByTime.flatMap(({ Groups }) => Groups);
      return groups
        .map(({ Keys, Metrics }) => ({ service: Keys[0], dollars: Metrics.UnblendedCost.Amount }))
        .sort((one, other) => other.dollars - one.dollars);
    },

    async messagesWaiting(queueUrl) {
      return createQueue(call, queueUrl).waiting();
    },

    async newKey(user) {
      const xml = await form("iam", "2010-05-08", { Action: "CreateAccessKey", UserName: user });
      return { id: textIn(xml, "AccessKeyId") ?? "", secret: textIn(xml, "SecretAccessKey") ?? "" };
    },

    async releaseBrake(apiId, rate, burst) {
      await call("apigateway", {
        method: "PATCH",
        path: `/v2/apis/${apiId}/stages/$default`,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          defaultRouteSettings: { throttlingRateLimit: rate, throttlingBurstLimit: burst },
          stageVariables: { brakedSinceMs: "0" },
        }),
      });
    },
  };
}
