import { Duration } from "aws-cdk-lib";
import type { IMetric } from "aws-cdk-lib/aws-cloudwatch";
import {
  Alarm,
  ComparisonOperator,
  MathExpression,
  Metric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { FilterPattern, type LogGroup, MetricFilter } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { countedFacts } from "../src/main/aws/agreed-names.ts";
import type { BundledFunction } from "./bundled-function.ts";
import type { HttpFront } from "./http-front.ts";
import type { Notices } from "./notices.ts";
import type { Queues } from "./queues.ts";
import type { Storage } from "./storage.ts";

export type WatchProps = {
  readonly http: HttpFront;
  readonly worker: BundledFunction;
  /** Where the heartbeat of whoever listens is told. */
  readonly listenerLogs: LogGroup;
  readonly queues: Queues;
  readonly storage: Storage;
  readonly notices: Notices;
  /** The namespace of our own metrics: the stack's name. */
  readonly namespace: string;
};

/** What is counted from the logs. Ten custom metrics are free; these are five. */
export type Counted = Readonly<
  Record<"beats" | "coldStarts" | "tokenTrouble" | "signInRefused" | "takeOvers", Metric>
>;

const fiveMinutes = Duration.minutes(5);

/**
 * Seven alarms (the brake has two more), and what the dashboard counts. What is free are ten *metrics* in alarms, not ten alarms,
 * and these are ten in all. A relay whose calls fail has none of its own: `Silent` tells when nobody follows it.
 */
export class Watch extends Construct {
  readonly counted: Counted;
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: WatchProps) {
    super(scope, id);
    const { http, worker, listenerLogs, queues, storage, notices, namespace } = props;
    const count = (name: string, logs: LogGroup, pattern: string) => {
      const filter = new MetricFilter(this, `Count${name}`, {
        logGroup: logs,
        filterPattern: FilterPattern.literal(pattern),
        metricNamespace: namespace,
        metricName: name,
        metricValue: "1",
      });
      return filter.metric({ statistic: "Sum", period: fiveMinutes });
    };
    const fact = (...facts: string[]) => `{ ${facts.map((each) => `$.fact = "${each}"`).join(" || ")} }`;
    this.counted = {
      beats: count("ListenerBeats", listenerLogs, fact(countedFacts.listenerBeat)),
      tokenTrouble: count(
        "TokenTrouble",
        listenerLogs,
        fact(countedFacts.linkAgain, countedFacts.tokenNotRenewed),
      ),
      takeOvers: count("TakeOvers", listenerLogs, fact(countedFacts.tookOver)),
      coldStarts: count("ColdStarts", http.fn.logs, "INIT_START"),
      signInRefused: count("SignInRefused", http.fn.logs, fact(countedFacts.signInRefused)),
    };

    const alarm = (
      name: string,
      metric: IMetric,
      says: string,
      when: { over?: number; under?: number; periods?: number; silence?: TreatMissingData } = {},
    ) => {
      const made = new Alarm(this, name, {
        metric,
        threshold: when.under ?? when.over ?? 0,
        comparisonOperator:
          when.under === undefined
            ? ComparisonOperator.GREATER_THAN_THRESHOLD
            : ComparisonOperator.LESS_THAN_THRESHOLD,
        evaluationPeriods: when.periods ?? 1,
        treatMissingData: when.silence ?? TreatMissingData.NOT_BREACHING,
        alarmDescription: says,
      });
      made.addAlarmAction(new SnsAction(notices.topic));
      return made;
    };
    this.alarms = [
      alarm(
        "Silent",
        this.counted.beats,
        "Nobody has listened to the players for a quarter of an hour. See: yoto-smart-stream aws status",
        { under: 1, periods: 3, silence: TreatMissingData.BREACHING },
      ),
      alarm(
        "TokenTrouble",
        this.counted.tokenTrouble,
        "Yoto refuses to renew a family's access: link it again in the settings.",
        { over: 2 },
      ),
      alarm(
        "ApiFails",
        http.api.metricServerError({ period: fiveMinutes, statistic: "Sum" }),
        "The API answers with errors of its own. See: yoto-smart-stream aws logs api --errors",
        { over: 5 },
      ),
      alarm(
        "BackgroundFails",
        worker.fn.metricErrors({ period: fiveMinutes, statistic: "Sum" }),
        "The worker fails. See: yoto-smart-stream aws logs worker --errors",
        { over: 3 },
      ),
      alarm(
        "DeadJobs",
        queues.deadJobs.metricApproximateNumberOfMessagesVisible({
          period: fiveMinutes,
          statistic: "Maximum",
        }),
        "A job failed five times and was given up. See the jobs in the settings.",
      ),
      alarm(
        "TableThrottled",
        new MathExpression({
          expression: "reads + writes",
          usingMetrics: {
            reads: throttled(storage.table.tableName, "Query"),
            writes: throttled(storage.table.tableName, "UpdateItem"),
          },
          period: fiveMinutes,
          label: "requests the table refused",
        }),
        "The table is asked more than it may be: its maximum protects the bill. Look what asks so much.",
        { over: 100 },
      ),
      alarm(
        "SignInsRefused",
        this.counted.signInRefused,
        "Many sign-ins with a wrong password: somebody may be guessing.",
        { over: 20 },
      ),
    ];
  }
}

/** By operation, since what is counted by table leaves out what its index refuses: all lists come from there. */
function throttled(TableName: string, Operation: string): Metric {
  return new Metric({
    namespace: "AWS/DynamoDB",
    metricName: "ThrottledRequests",
    dimensionsMap: { TableName, Operation },
    statistic: "Sum",
    period: fiveMinutes,
  });
}
