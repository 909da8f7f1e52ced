import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import { workerCallsAtOnce } from "../src/main/aws/agreed-names.ts";
import { statementsIn } from "./statements-in.ts";
import { templateOf } from "./test-app.ts";

const fargate = templateOf();
const relay = templateOf({ listener: "lambda-relay", env: "dev", cdnPlan: "flat-free", keepWarm: true });
const home = templateOf({ listener: "home", env: "pr-12", budget: 3 });
const every = { fargate, relay, home };
const { template } = fargate;

describe.each(Object.entries(every))("with the listener as %s", (_, { template, resources, ofType }) => {
  test("nothing that costs by the month just for being there", () => {
    for (const type of [
      "AWS::EC2::NatGateway",
      "AWS::ElasticLoadBalancingV2::LoadBalancer",
      "AWS::EC2::EIP",
      "AWS::EC2::VPCEndpoint",
      "AWS::SecretsManager::Secret",
      "AWS::KMS::Key",
      "AWS::ApiGateway::RestApi",
    ])
      template.resourceCountIs(type, 0);
  });

  test("at most ten alarms and one dashboard, which are free", () => {
    expect(ofType("AWS::CloudWatch::Alarm").length).toBeGreaterThanOrEqual(9);
    expect(ofType("AWS::CloudWatch::Alarm").length).toBeLessThanOrEqual(10);
    template.resourceCountIs("AWS::CloudWatch::Dashboard", 1);
    expect(ofType("AWS::Logs::MetricFilter").length).toBeLessThanOrEqual(10);
  });

  test("every alarm tells somebody", () => {
    for (const { Properties } of ofType("AWS::CloudWatch::Alarm"))
      expect(Properties["AlarmActions"]).not.toEqual([]);
  });

  test("no statement allows every action, nor every action of a service", () => {
    const actions = JSON.stringify(resources).match(/"Action":(?:"[^"]*"|\[[^\]]*\])/g) ?? [];
    expect(actions.length).toBeGreaterThan(10);
    // Denials of plain HTTP say "s3:*" and "sqs:*"; they allow nothing.
    const allowed = Object.values(resources).flatMap(({ Properties }) => statementsIn(Properties));
    expect(allowed.filter((each) => each.Effect === "Allow" && /\*/.test(String(each.Action)))).toEqual([]);
  });

  test("every log is kept for fourteen days", () => {
    const logs = ofType("AWS::Logs::LogGroup");
    expect(logs.length).toBeGreaterThanOrEqual(4);
    for (const { Properties } of logs) expect(Properties["RetentionInDays"]).toBe(14);
  });

  test("what holds data stays when the stack goes, under names that do not change", () => {
    const kept = ["AWS::DynamoDB::Table", "AWS::S3::Bucket"].flatMap(ofType);
    expect(kept.map(({ id }) => id).sort()).toEqual(["AudioBucket", "Table", "UiBucket"]);
    for (const each of kept)
      expect([each.DeletionPolicy, each.UpdateReplacePolicy]).toEqual(["Retain", "Retain"]);
  });

  test("no resource has a name that could be taken already", () => {
    const named = Object.entries(resources).flatMap(([id, { Properties }]) =>
      [
        "BucketName",
        "TableName",
        "FunctionName",
        "QueueName",
        "TopicName",
        "RoleName",
        "UserName",
        "LogGroupName",
      ]
        .filter((name) => typeof Properties[name] === "string")
        .map((name) => `${id}.${name}`),
    );
    expect(named).toEqual([]);
  });

  test("functions are arm64 on Node 24, and a call that failed is not repeated by itself", () => {
    for (const { Properties } of ofType("AWS::Lambda::Function"))
      expect(Properties).toMatchObject({ Runtime: "nodejs24.x", Architectures: ["arm64"] });
    const settings = ofType("AWS::Lambda::EventInvokeConfig").map(({ Properties }) => Properties);
    const whenCalledAs = (name: string, qualifier: string) =>
      settings.find(
        (each) =>
          JSON.stringify(each["FunctionName"]).includes(name) &&
          JSON.stringify(each["Qualifier"]).includes(qualifier),
      );
    for (const { id } of ofType("AWS::Lambda::Function")) {
      // The brake is called once, when the alarm goes off: it alone tries again.
      const isBrake = id.startsWith("Guard");
      expect(whenCalledAs(id, "$LATEST")?.["MaximumRetryAttempts"]).toBe(isBrake ? 2 : 0);
    }
    // What is set of a function does not count for its aliases.
    for (const { id, Properties } of ofType("AWS::Lambda::Alias")) {
      const { Ref } = Properties["FunctionName"] as { Ref: string };
      expect(whenCalledAs(Ref, id)).toMatchObject({
        MaximumRetryAttempts: 0,
        MaximumEventAgeInSeconds: 60,
      });
    }
  });

  test("alarms may tell every topic that they are to tell, and nobody else's alarms may", () => {
    const topics = new Set(
      ofType("AWS::CloudWatch::Alarm")
        .flatMap(({ Properties }) => Properties["AlarmActions"] ?? [])
        .map((each) => JSON.stringify(each)),
    );
    expect(topics.size).toBe(2);
    const allowed = ofType("AWS::SNS::TopicPolicy")
      .flatMap(({ Properties }) => statementsIn(Properties))
      .filter(({ Effect, ...each }) => Effect === "Allow" && /cloudwatch/.test(JSON.stringify(each)));
    expect(new Set(allowed.map(({ Resource }) => JSON.stringify(Resource)))).toEqual(topics);
    for (const each of allowed)
      expect(each).toMatchObject({
        Action: "sns:Publish",
        Condition: { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } },
      });
  });

  test("tokens are renewed every twelve hours even if nobody listens", () => {
    template.hasResourceProperties("AWS::Scheduler::Schedule", {
      ScheduleExpression: "rate(12 hours)",
      Target: Match.objectLike({ Input: '{"scheduled":"refresh-tokens"}' }),
    });
  });
});

test("the table is on demand with a maximum, can be set back to any second of a week, and cannot be deleted", () => {
  template.hasResourceProperties("AWS::DynamoDB::Table", {
    BillingMode: "PAY_PER_REQUEST",
    OnDemandThroughput: { MaxReadRequestUnits: 100, MaxWriteRequestUnits: 25 },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 },
    DeletionProtectionEnabled: true,
    TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
    KeySchema: [
      { AttributeName: "PK", KeyType: "HASH" },
      { AttributeName: "SK", KeyType: "RANGE" },
    ],
    GlobalSecondaryIndexes: [
      Match.objectLike({
        IndexName: "GSI1",
        OnDemandThroughput: { MaxReadRequestUnits: 100, MaxWriteRequestUnits: 25 },
      }),
    ],
  });
});

test("buckets are closed, versioned, and forget what is no longer wanted", () => {
  template.allResourcesProperties("AWS::S3::Bucket", {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    VersioningConfiguration: { Status: "Enabled" },
    LifecycleConfiguration: {
      Rules: Match.arrayWith([
        Match.objectLike({
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 },
          NoncurrentVersionExpiration: { NoncurrentDays: 30 },
          Status: "Enabled",
        }),
      ]),
    },
  });
  // Made of recordings or texts, and made again when asked for: nothing else is ever thrown away by itself.
  const rules = Object.values(fargate.resources)
    .filter(({ Type }) => Type === "AWS::S3::Bucket")
    .flatMap(
      ({ Properties }) => JSON.stringify(Properties).match(/"ExpirationInDays":\d+,"Prefix":"[^"]*"/g) ?? [],
    );
  expect(rules).toEqual([
    '"ExpirationInDays":30,"Prefix":"audio/joined-"',
    '"ExpirationInDays":30,"Prefix":"speech/"',
  ]);
});

test("no program may write or delete outside its files, its items and its key ring", () => {
  const allowed = Object.values(fargate.resources)
    .flatMap(({ Properties }) => statementsIn(Properties))
    .filter((each) => each.Effect === "Allow" && /PutObject|DeleteObject/.test(String(each.Action)));
  expect(allowed).toHaveLength(2);
  for (const { Resource } of allowed)
    expect(JSON.stringify(Resource)).toMatch(/AudioBucket.*\/audio\/\*.*AudioBucket.*\/covers\/\*/);
});

test("secrets are in SSM, and the one CloudFormation must know is not shown", () => {
  template.hasParameter("OriginSecret", { NoEcho: true, MinLength: 32 });
  template.resourceCountIs("AWS::SSM::Parameter", 0);
  expect(JSON.stringify(fargate.resources)).toContain(":parameter/yoto-smart-stream/prod/key-ring");
});

test("the API lets ten calls a second through, fifty at once, and writes down no path", () => {
  template.hasResourceProperties("AWS::ApiGatewayV2::Stage", {
    DefaultRouteSettings: { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 50 },
    AccessLogSettings: Match.objectLike({ Format: Match.not(Match.stringLikeRegexp("path|Path|uri")) }),
  });
});

test("the API can be set back by moving an alias", () => {
  template.hasResourceProperties("AWS::Lambda::Alias", { Name: "live" });
  const [version] = fargate.ofType("AWS::Lambda::Version");
  expect(version?.DeletionPolicy).toBe("Retain");
});

test("the brake goes on after 2,000 calls in five minutes or 20,000 in a day, and tells", () => {
  for (const [period, threshold] of [
    [300, 2_000],
    [86_400, 20_000],
  ])
    template.hasResourceProperties("AWS::CloudWatch::Alarm", {
      Namespace: "AWS/ApiGateway",
      MetricName: "Count",
      Period: period,
      Threshold: threshold,
      AlarmActions: [{ Ref: Match.stringLikeRegexp("Pull") }, { Ref: Match.stringLikeRegexp("Notices") }],
    });
  template.hasResourceProperties("AWS::Lambda::Function", {
    Handler: "guard.handler",
    Environment: {
      Variables: Match.objectLike({ BRAKED_RATE: "0.1", NORMAL_RATE: "10", BRAKED_HOURS: "24" }),
    },
  });
  template.hasResourceProperties("AWS::SNS::Subscription", { Protocol: "lambda" });
});

test("what the table or its index refuses is counted, by the operations that lists and writes are", () => {
  const alarms = fargate.ofType("AWS::CloudWatch::Alarm").map(({ Properties }) => JSON.stringify(Properties));
  const text = alarms.find((each) => each.includes("ThrottledRequests")) ?? "";
  for (const operation of ["Query", "UpdateItem"])
    expect(text).toContain(`{"Name":"Operation","Value":"${operation}"}`);
});

test("silence of the listener for a quarter of an hour is an alarm", () => {
  template.hasResourceProperties("AWS::CloudWatch::Alarm", {
    MetricName: "ListenerBeats",
    Period: 300,
    EvaluationPeriods: 3,
    Threshold: 1,
    ComparisonOperator: "LessThanThreshold",
    TreatMissingData: "breaching",
  });
});

test("budgets warn at 50, 80 and 100 percent, and at ten dollars", () => {
  const budgets = fargate.ofType("AWS::Budgets::Budget").map(({ Properties }) => JSON.stringify(Properties));
  expect(budgets).toHaveLength(2);
  expect(budgets[0]).toMatch(/"Amount":8.*"Threshold":50.*"Threshold":80.*"Threshold":100/);
  expect(budgets[1]).toMatch(/"Amount":10.*"Threshold":100/);
  expect(JSON.stringify(home.ofType("AWS::Budgets::Budget"))).toContain('"Amount":3');
});

test("the dashboard shows what the guide lists", () => {
  const [dashboard] = fargate.ofType("AWS::CloudWatch::Dashboard");
  const shown = JSON.stringify(dashboard?.Properties);
  for (const metric of [
    "Invocations",
    "ColdStarts",
    "Errors",
    "p50",
    "p95",
    "ConsumedReadCapacityUnits",
    "ConsumedWriteCapacityUnits",
    "AWS/CloudFront",
    "AWS/ECS",
    "ListenerBeats",
  ])
    expect(shown).toContain(metric);
  expect(JSON.stringify(relay.ofType("AWS::CloudWatch::Dashboard"))).toContain("ConcurrentExecutions");
});

test("the API is kept warm in mornings and evenings only when that was asked for", () => {
  expect(
    fargate
      .ofType("AWS::Scheduler::Schedule")
      .map(({ id }) => id)
      .join(),
  ).not.toContain("KeepWarm");
  const warm = relay.ofType("AWS::Scheduler::Schedule").filter(({ id }) => id.startsWith("KeepWarm"));
  expect(warm.map(({ Properties }) => Properties["ScheduleExpression"])).toEqual([
    "cron(0/10 7-8 * * ? *)",
    "cron(0/10 17-19 * * ? *)",
  ]);
});

test("long work has fifteen minutes and room for large files, and what fails five times is put aside", () => {
  template.hasResourceProperties("AWS::Lambda::Function", {
    Handler: "worker.handler",
    Timeout: 900,
    EphemeralStorage: { Size: 10_240 },
  });
  template.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
    BatchSize: 1,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    ScalingConfig: { MaximumConcurrency: workerCallsAtOnce },
  });
  template.hasResourceProperties("AWS::SQS::Queue", {
    VisibilityTimeout: 960,
    RedrivePolicy: Match.objectLike({ maxReceiveCount: 5 }),
  });
  template.hasResourceProperties("AWS::SQS::Queue", { FifoQueue: true });
});
