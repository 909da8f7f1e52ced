import { Duration, Stack } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Topic } from "aws-cdk-lib/aws-sns";
import { LambdaSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import { allow, BundledFunction } from "./bundled-function.ts";
import type { HttpFront } from "./http-front.ts";
import { throttle } from "./http-front.ts";
import { alarmsMayTell, type Notices } from "./notices.ts";
import { scheduleOf } from "./schedule-of.ts";

/** Calls after which the brake goes on: in five minutes (an attack), in a day (a patient one). */
export const brakeAfter = { callsInFiveMinutes: 2_000, callsInADay: 20_000 };
/** What is let through while the brake is on, and for how long. */
export const braked = { ratePerSecond: 0.1, burst: 5, hours: 24 };

export type GuardProps = { readonly bundles: string; readonly http: HttpFront; readonly notices: Notices };

/**
 * The brake: too many calls set the API's throttle so low that a day of them costs cents, and tell. After a day it goes off
 * by itself; `aws brake off` does it at once.
 */
export class Guard extends Construct {
  readonly fn: BundledFunction;
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { bundles, http, notices }: GuardProps) {
    super(scope, id);
    const stage = `/apis/${http.api.apiId}/stages/$default`;
    this.fn = new BundledFunction(this, "Guard", {
      bundles,
      bundle: "guard",
      description: "Yoto Smart Stream: puts the brake on when calls would cost money",
      memoryMb: 128,
      timeout: Duration.seconds(30),
      // An alarm calls once; that call must not get lost.
      retries: 2,
      environment: {
        GUARDED_STAGE: `/v2${stage}`,
        NOTICE_TOPIC: notices.topic.topicArn,
        NORMAL_RATE: String(throttle.ratePerSecond),
        NORMAL_BURST: String(throttle.burst),
        BRAKED_RATE: String(braked.ratePerSecond),
        BRAKED_BURST: String(braked.burst),
        BRAKED_HOURS: String(braked.hours),
      },
    });
    const { partition, region } = Stack.of(this);
    allow(
      this.fn.role,
      ["apigateway:GET", "apigateway:PATCH"],
      [`arn:${partition}:apigateway:${region}::${stage}`],
    );
    allow(this.fn.role, ["sns:Publish"], [notices.topic.topicArn]);

    const pull = new Topic(this, "Pull", { enforceSSL: true });
    alarmsMayTell(pull);
    pull.addSubscription(new LambdaSubscription(this.fn.fn));
    const alarm = (name: string, period: Duration, threshold: number, says: string) => {
      const calls = new Metric({
        namespace: "AWS/ApiGateway",
        metricName: "Count",
        dimensionsMap: { ApiId: http.api.apiId, Stage: "$default" },
        statistic: "Sum",
        period,
      });
      const made = new Alarm(this, name, {
        metric: calls,
        threshold,
        evaluationPeriods: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
        alarmDescription: says,
      });
      made.addAlarmAction(new SnsAction(pull), new SnsAction(notices.topic));
      return made;
    };
    this.alarms = [
      alarm(
        "BrakeFast",
        Duration.minutes(5),
        brakeAfter.callsInFiveMinutes,
        "More calls in five minutes than a family makes: the brake goes on.",
      ),
      alarm(
        "BrakeSlow",
        Duration.days(1),
        brakeAfter.callsInADay,
        "More calls in a day than a family makes: the brake goes on.",
      ),
    ];
    scheduleOf(this, "Release", {
      every: "rate(1 hour)",
      target: this.fn.fn,
      input: { guard: "look-whether-the-brake-may-go-off" },
      says: "Takes the brake off when its day is over",
    });
  }
}
