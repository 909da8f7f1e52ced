import { Duration, Stack } from "aws-cdk-lib";
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  Metric,
  TextWidget,
} from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import type { BundledFunction } from "./bundled-function.ts";
import type { HttpFront } from "./http-front.ts";
import type { Storage } from "./storage.ts";
import type { Counted } from "./watch.ts";

export type OverviewProps = {
  readonly http: HttpFront;
  readonly relay: BundledFunction | undefined;
  readonly fargate: { readonly clusterName: string; readonly serviceName: string } | undefined;
  readonly storage: Storage;
  readonly distributionId: string;
  readonly counted: Counted;
};

const period = Duration.minutes(5);

/** The one dashboard (three are free): what one looks at when something feels wrong. */
export class Overview extends Construct {
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, props: OverviewProps) {
    super(scope, id);
    const { http, relay, fargate, storage, distributionId, counted } = props;
    const { fn } = http.fn;
    const graph = (title: string, left: IMetric[], right: IMetric[] = []) =>
      new GraphWidget({ title, left, right, width: 8, height: 6, leftYAxis: { min: 0 } });
    const table = (metricName: string) =>
      new Metric({
        namespace: "AWS/DynamoDB",
        metricName,
        dimensionsMap: { TableName: storage.table.tableName },
        statistic: "Sum",
        period,
      });
    // CloudFront's metrics live in us-east-1 wherever we are.
    const edge = (metricName: string, label: string) =>
      new Metric({
        namespace: "AWS/CloudFront",
        metricName,
        label,
        dimensionsMap: { DistributionId: distributionId, Region: "Global" },
        region: "us-east-1",
        statistic: "Sum",
        period,
      });
    this.dashboard = new Dashboard(this, "Dashboard", { defaultInterval: Duration.days(1) });
    this.dashboard.addWidgets(
      new TextWidget({
        markdown: `**${Stack.of(this).stackName}**: the commands \`aws status\`, \`aws logs\` and \`aws costs\` say the same in words.`,
        width: 24,
        height: 1,
      }),
    );
    this.dashboard.addWidgets(
      graph("API: calls and cold starts", [
        fn.metricInvocations({ period, statistic: "Sum", label: "calls" }),
        counted.coldStarts.with({ label: "cold starts" }),
      ]),
      graph("API: time (ms)", [
        fn.metricDuration({ period, statistic: "p50", label: "p50" }),
        fn.metricDuration({ period, statistic: "p95", label: "p95" }),
      ]),
      graph(
        "API: errors",
        [fn.metricErrors({ period, statistic: "Sum", label: "function" })],
        [http.api.metricServerError({ period, statistic: "Sum", label: "5xx answers" })],
      ),
    );
    this.dashboard.addWidgets(
      graph(
        "Table: read and write units",
        [table("ConsumedReadCapacityUnits").with({ label: "read" })],
        [table("ConsumedWriteCapacityUnits").with({ label: "written" })],
      ),
      graph(
        "Audio and web app: GETs (CloudFront asks S3 for what it does not have yet)",
        [edge("Requests", "requests")],
        [edge("BytesDownloaded", "bytes")],
      ),
      graph(
        "Listener: heartbeats (five in five minutes is well, none is silence), hand-overs",
        [
          new MathExpression({
            expression: "FILL(beats, 0)",
            usingMetrics: { beats: counted.beats },
            label: "heartbeats",
            period,
          }),
        ],
        [counted.takeOvers.with({ label: "hand-overs" })],
      ),
    );
    this.dashboard.addWidgets(
      graph("Listener: alive", stateOfListener(relay, fargate)),
      graph("Trouble", [
        counted.tokenTrouble.with({ label: "tokens not renewed" }),
        counted.signInRefused.with({ label: "sign-ins refused" }),
      ]),
    );
  }
}

/** Tasks that run, or generations that are alive; at home there is nothing of it here. */
function stateOfListener(relay: OverviewProps["relay"], fargate: OverviewProps["fargate"]): IMetric[] {
  if (relay !== undefined)
    return [
      relay.fn.metric("ConcurrentExecutions", { period, statistic: "Maximum", label: "generations alive" }),
    ];
  if (fargate === undefined) return [];
  // ECS measures every task once a minute, so the number of measurements is the number of tasks.
  return [
    new Metric({
      namespace: "AWS/ECS",
      metricName: "CPUUtilization",
      dimensionsMap: { ClusterName: fargate.clusterName, ServiceName: fargate.serviceName },
      statistic: "SampleCount",
      period: Duration.minutes(1),
      label: "tasks running",
    }),
  ];
}
