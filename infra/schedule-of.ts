import { Stack } from "aws-cdk-lib";
import { Effect, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import type { Construct } from "constructs";

export type ScheduleOptions = {
  /** `rate(…)` or `cron(…)`. */
  readonly every: string;
  readonly timeZone?: string;
  readonly target: IFunction;
  readonly input: object;
  readonly says: string;
};

/** Calls a function at set times. A call that fails is not repeated: the next one comes anyway. */
export function scheduleOf(scope: Construct, id: string, options: ScheduleOptions): CfnSchedule {
  const { every, timeZone, target, input, says } = options;
  const role = new Role(scope, `${id}Role`, {
    assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
      conditions: { StringEquals: { "aws:SourceAccount": Stack.of(scope).account } },
    }),
  });
  role.addToPolicy(
    new PolicyStatement({
      effect: Effect.ALLOW,
      actions: ["lambda:InvokeFunction"],
      resources: [target.functionArn],
    }),
  );
  return new CfnSchedule(scope, id, {
    description: says,
    scheduleExpression: every,
    ...(timeZone !== undefined && { scheduleExpressionTimezone: timeZone }),
    flexibleTimeWindow: { mode: "OFF" },
    target: {
      arn: target.functionArn,
      roleArn: role.roleArn,
      input: JSON.stringify(input),
      retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
    },
  });
}
