import { CfnOutput, CfnParameter, Stack, type StackProps, Tags } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { scheduledWork } from "../src/main/aws/agreed-names.ts";
import { acknowledgeFindings } from "./acknowledged-findings.ts";
import { Budgets } from "./budgets.ts";
import { CapabilityFront } from "./capability-front.ts";
import { grantsOver } from "./grants.ts";
import { Guard } from "./guard.ts";
import { HttpFront } from "./http-front.ts";
import { KeepWarm } from "./keep-warm.ts";
import { FargateListener } from "./listener/fargate-listener.ts";
import { HomeListener } from "./listener/home-listener.ts";
import { RelayListener } from "./listener/relay-listener.ts";
import { Notices } from "./notices.ts";
import { Overview } from "./overview.ts";
import { Queues } from "./queues.ts";
import { scheduleOf } from "./schedule-of.ts";
import { budgetOf, type Settings } from "./settings.ts";
import { type OutputName, parameterPrefixOf } from "./stack-names.ts";
import { Storage } from "./storage.ts";
import { Watch } from "./watch.ts";
import { Worker } from "./worker.ts";

export type SmartStreamStackProps = StackProps & {
  readonly settings: Settings;
  /** The folder with the bundled programs. */
  readonly bundles: string;
};

/** Everything of one environment. */
export class SmartStreamStack extends Stack {
  constructor(scope: Construct, id: string, props: SmartStreamStackProps) {
    super(scope, id, props);
    const { settings, bundles } = props;
    // Dashboards took no tags until lately, and not every tool knows that they do.
    const tagged = { excludeResourceTypes: ["AWS::CloudWatch::Dashboard"] };
    Tags.of(this).add("app", "yoto-smart-stream", tagged);
    Tags.of(this).add("environment", settings.env, tagged);
    const originSecret = new CfnParameter(this, "OriginSecret", {
      type: "String",
      noEcho: true,
      minLength: 32,
      description: "Kept in SSM; the deploy command makes it and passes it on",
    });

    const storage = new Storage(this, "Storage", { domain: settings.domain });
    const queues = new Queues(this, "Queues");
    const grants = grantsOver(storage, queues, settings.env);
    const notices = new Notices(this, "Notices", { email: settings.email });
    const environment = {
      DYNAMODB_TABLE: storage.table.tableName,
      S3_AUDIO_BUCKET: storage.audio.bucketName,
      COMMAND_QUEUE_URL: queues.commands.queueUrl,
      JOB_QUEUE_URL: queues.jobs.queueUrl,
      DEAD_JOB_QUEUE_URL: queues.deadJobs.queueUrl,
      PARAMETER_PREFIX: parameterPrefixOf(settings.env),
      TOKEN_REFRESH_INTERVAL_HOURS: "12",
      ...(settings.transcripts && { TRANSCRIBER: "aws" }),
    };
    const common = { bundles, environment, grants };
    const http = new HttpFront(this, "Http", {
      ...common,
      reservedConcurrency: settings.reservedConcurrency,
    });
    const worker = new Worker(this, "Work", { ...common, queues, transcripts: settings.transcripts });
    const guard = new Guard(this, "Guard", { bundles, http, notices });
    const front = new CapabilityFront(this, "Front", {
      settings,
      http,
      storage,
      originSecret: originSecret.valueAsString,
    });
    // Who changes streams, and who looks every hour whether what the edge says is right.
    for (const { fn, role } of [http.fn, worker.fn]) {
      fn.addEnvironment("EDGE_STORE_ARN", front.keys.keyValueStoreArn);
      fn.addEnvironment("SLOTS_AT_EDGE", settings.slotsAtEdge);
      grants.tellEdge(role, front.keys.keyValueStoreArn);
    }

    const { listener } = settings;
    const fargate =
      listener === "fargate-spot"
        ? new FargateListener(this, "Listener", { ...common, ...settings, notices, guard })
        : undefined;
    const relay =
      listener === "lambda-relay"
        ? new RelayListener(this, "Listener", { ...common, memoryMb: settings.relayMemoryMb })
        : undefined;
    const home = listener === "home" ? new HomeListener(this, "Listener", { grants }) : undefined;
    scheduleOf(this, "RefreshTokens", {
      every: `rate(${environment.TOKEN_REFRESH_INTERVAL_HOURS} hours)`,
      target: worker.fn.fn,
      input: { scheduled: scheduledWork.refreshTokens },
      says: "Renews Yoto's tokens if nobody listens who would do it",
    });
    scheduleOf(this, "TendLibrary", {
      every: "rate(1 hour)",
      target: worker.fn.fn,
      input: { scheduled: scheduledWork.maintainLibrary },
      says: "Asks podcasts for what is new, and takes away old trash",
    });
    if (home !== undefined)
      scheduleOf(this, "WatchListener", {
        every: "rate(5 minutes)",
        target: worker.fn.fn,
        input: { scheduled: scheduledWork.watchListener },
        says: "Looks whether the listener at home beats",
      });
    if (settings.keepWarm) new KeepWarm(this, "KeepWarm", { api: http.alias, timeZone: settings.timeZone });

    const listenerLogs = fargate?.logs ?? relay?.fn.logs ?? worker.fn.logs;
    const { counted } = new Watch(this, "Watch", {
      http,
      worker: worker.fn,
      listenerLogs,
      queues,
      storage,
      notices,
      namespace: this.stackName,
    });
    const { dashboard } = new Overview(this, "Overview", {
      http,
      relay: relay?.fn,
      fargate,
      storage,
      distributionId: front.distribution.distributionId,
      counted,
    });
    new Budgets(this, "Budgets", { dollars: budgetOf(settings), email: settings.email });

    const tell = (name: OutputName, value: string | undefined) => {
      if (value !== undefined) new CfnOutput(this, name, { value });
    };
    tell("Address", `https://${settings.domain ?? front.distribution.distributionDomainName}`);
    tell("DistributionId", front.distribution.distributionId);
    tell("KeyValueStoreArn", front.keys.keyValueStoreArn);
    tell("UiBucket", storage.ui.bucketName);
    tell("AudioBucket", storage.audio.bucketName);
    tell("TableName", storage.table.tableName);
    tell("ApiFunction", http.fn.fn.functionName);
    tell("ApiId", http.api.apiId);
    tell("WorkerFunction", worker.fn.fn.functionName);
    tell("ListenerHome", listener);
    tell("ListenerCluster", fargate?.clusterName);
    tell("ListenerService", fargate?.serviceName);
    tell("ListenerUser", home?.userName);
    tell("RelayFunction", relay?.fn.fn.functionName);
    tell("CommandQueueUrl", queues.commands.queueUrl);
    tell("JobQueueUrl", queues.jobs.queueUrl);
    tell("DeadJobQueueUrl", queues.deadJobs.queueUrl);
    tell("ApiLogs", http.fn.logs.logGroupName);
    tell("WorkerLogs", worker.fn.logs.logGroupName);
    tell("ListenerLogs", home === undefined ? listenerLogs.logGroupName : undefined);
    tell("Dashboard", dashboard.dashboardName);
    acknowledgeFindings(this);
  }
}
