/** What of a deployment costs money by being there, as its template says. */
export type Shape = {
  readonly region: string;
  readonly apiMemoryMb: number;
  readonly workerMemoryMb: number;
  readonly relay: { readonly memoryMb: number } | undefined;
  readonly fargate:
    | {
        readonly vcpu: number;
        readonly gb: number;
        readonly spot: boolean;
        readonly publicIpv4: boolean;
        readonly ownImage: boolean;
      }
    | undefined;
  /** Metrics that alarms look at: an alarm over a sum of two is paid as two. */
  readonly alarmMetrics: number;
  readonly metrics: number;
  readonly dashboards: number;
  /** Calls a month, by what is called. */
  readonly scheduledCalls: Readonly<Record<string, number>>;
  /** Queues that Lambda polls by itself. */
  readonly polledQueues: number;
  readonly flatRateCdn: boolean;
  readonly webAcls: number;
  /** Which slots CloudFront answers by itself. */
  readonly slotsAtEdge: "none" | "fixed" | "timed";
  /** What is there that we have no price for, or that must not be there. */
  readonly unpriced: readonly string[];
  readonly guard: {
    readonly ratePerSecond: number;
    readonly burst: number;
    readonly brakes: readonly { readonly seconds: number; readonly calls: number }[];
    readonly brakedPerSecond: number;
  };
};

type Properties = Readonly<Record<string, unknown>>;
type Resource = { readonly Type: string; readonly Properties?: Properties | undefined };

/** A month as AWS counts it. */
export const hoursAMonth = 730;

/** Types that cost nothing by themselves, or whose use the profile counts. */
const costsNothing =
  /^AWS::(IAM|SNS|EC2::(VPC|Subnet|RouteTable|Route|InternetGateway|EgressOnlyInternetGateway|SecurityGroup)|Budgets|CDK|CloudFormation|Events|ApiGatewayV2|SQS|Logs|Lambda|S3|DynamoDB::Table|ECS|CloudFront|Scheduler|CloudWatch|WAFv2::WebACL|PricingPlanManager)/;

/** Reads the shape off a synthesised (or deployed) template. */
export function shapeOf(
  template: { readonly Resources: Readonly<Record<string, Resource>> },
  region: string,
): Shape {
  const all = Object.values(template.Resources);
  const of = (type: string) =>
    all.filter(({ Type }) => Type === type).map(({ Properties }) => Properties ?? {});
  const handlerMemory = (bundle: string) =>
    of("AWS::Lambda::Function")
      .filter(({ Handler }) => Handler === `${bundle}.handler`)
      .map(({ MemorySize }) => Number(MemorySize))[0];
  const variable = (name: string) =>
    of("AWS::Lambda::Function")
      .map(({ Environment }) => at(at(Environment, "Variables"), name))
      .find((value) => value !== undefined);
  const [task] = of("AWS::ECS::TaskDefinition");
  const [service] = of("AWS::ECS::Service");
  const [stage] = of("AWS::ApiGatewayV2::Stage");
  const relayMemory = handlerMemory("relay");
  const counted: Record<string, number> = {};
  for (const { Target, ScheduleExpression } of of("AWS::Scheduler::Schedule")) {
    const target = JSON.stringify(at(Target, "Arn") ?? "");
    const called = ["Relay", "Worker", "Guard"].find((name) => target.includes(name)) ?? "Api";
    counted[called] = (counted[called] ?? 0) + callsAMonth(String(ScheduleExpression));
  }
  return {
    region,
    apiMemoryMb: handlerMemory("api") ?? 0,
    workerMemoryMb: handlerMemory("worker") ?? 0,
    relay: relayMemory === undefined ? undefined : { memoryMb: relayMemory },
    fargate:
      task === undefined || service === undefined
        ? undefined
        : {
            vcpu: Number(task["Cpu"]) / 1024,
            gb: Number(task["Memory"]) / 1024,
            spot: JSON.stringify(service["CapacityProviderStrategy"] ?? "").includes("FARGATE_SPOT"),
            publicIpv4: JSON.stringify(service["NetworkConfiguration"] ?? "").includes("ENABLED"),
            ownImage: JSON.stringify(task).includes("container-assets"),
          },
    alarmMetrics: of("AWS::CloudWatch::Alarm").reduce((sum, { Metrics }) => sum + metricsIn(Metrics), 0),
    metrics: of("AWS::Logs::MetricFilter").length,
    dashboards: of("AWS::CloudWatch::Dashboard").length,
    scheduledCalls: counted,
    polledQueues: of("AWS::Lambda::EventSourceMapping").length,
    flatRateCdn: of("AWS::PricingPlanManager::Subscription").length > 0,
    webAcls: of("AWS::WAFv2::WebACL").length,
    slotsAtEdge: slotsIn(variable("SLOTS_AT_EDGE")),
    unpriced: [...new Set(all.map(({ Type }) => Type).filter((type) => !costsNothing.test(type)))],
    guard: {
      ratePerSecond: Number(at(stage?.["DefaultRouteSettings"], "ThrottlingRateLimit")),
      burst: Number(at(stage?.["DefaultRouteSettings"], "ThrottlingBurstLimit")),
      brakes: of("AWS::CloudWatch::Alarm")
        .filter(({ Namespace, MetricName }) => Namespace === "AWS/ApiGateway" && MetricName === "Count")
        .map(({ Period, Threshold }) => ({ seconds: Number(Period), calls: Number(Threshold) })),
      brakedPerSecond: Number(variable("BRAKED_RATE")),
    },
  };
}

function slotsIn(value: unknown): Shape["slotsAtEdge"] {
  return value === "fixed" || value === "timed" ? value : "none";
}

function at(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** How often a schedule calls: `rate(5 minutes)`, or our crons (every ten minutes of some hours). */
function callsAMonth(expression: string): number {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate !== null) {
    const minutes = { minute: 1, hour: 60, day: 1440 }[rate[2] as "minute" | "hour" | "day"];
    return (hoursAMonth * 60) / (Number(rate[1]) * minutes);
  }
  const cron = /^cron\(0\/(\d+) (\d+)-(\d+) /.exec(expression);
  if (cron === null) return hoursAMonth * 60;
  return (60 / Number(cron[1])) * (Number(cron[3]) - Number(cron[2]) + 1) * 30.4;
}

/** One that is named by itself, or those of an expression. */
function metricsIn(list: unknown): number {
  return Array.isArray(list) ? list.filter((each) => at(each, "MetricStat") !== undefined).length : 1;
}
