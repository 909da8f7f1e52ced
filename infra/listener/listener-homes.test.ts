import { Match } from "aws-cdk-lib/assertions";
import { expect, test } from "vitest";
import { templateOf } from "../test-app.ts";

test("on Fargate: one small arm64 Spot task, stopped before the next one starts, set back if that fails", () => {
  const { template } = templateOf();
  template.hasResourceProperties("AWS::ECS::Service", {
    LaunchType: Match.absent(),
    CapacityProviderStrategy: [{ CapacityProvider: "FARGATE_SPOT", Weight: 1 }],
    DesiredCount: 1,
    DeploymentConfiguration: {
      MinimumHealthyPercent: 0,
      MaximumPercent: 100,
      DeploymentCircuitBreaker: { Enable: true, Rollback: true },
    },
    NetworkConfiguration: { AwsvpcConfiguration: Match.objectLike({ AssignPublicIp: "ENABLED" }) },
  });
  template.hasResourceProperties("AWS::ECS::TaskDefinition", {
    Cpu: "256",
    Memory: "512",
    RuntimePlatform: { CpuArchitecture: "ARM64", OperatingSystemFamily: "LINUX" },
    ExecutionRoleArn: Match.anyValue(),
    TaskRoleArn: Match.anyValue(),
    ContainerDefinitions: [
      Match.objectLike({
        Image: Match.stringLikeRegexp("^public\\.ecr\\.aws/docker/library/node@sha256:[0-9a-f]{64}$"),
        ReadonlyRootFilesystem: true,
        User: "1000:1000",
        StopTimeout: 110,
        HealthCheck: Match.objectLike({ Retries: 3 }),
      }),
    ],
  });
  template.hasResourceProperties("AWS::ECS::Cluster", {
    ClusterSettings: [{ Name: "containerInsights", Value: "disabled" }],
  });
});

test("nobody can call the task", () => {
  const { ofType } = templateOf();
  const [group] = ofType("AWS::EC2::SecurityGroup");
  expect(group?.Properties["SecurityGroupIngress"] ?? []).toEqual([]);
});

test("Spot taken back, and no Spot to be had, are told", () => {
  const { template } = templateOf();
  for (const detail of [
    { stopCode: ["SpotInterruption"] },
    { eventName: ["SERVICE_TASK_PLACEMENT_FAILURE"] },
  ])
    template.hasResourceProperties("AWS::Events::Rule", {
      EventPattern: Match.objectLike({ source: ["aws.ecs"], detail: Match.objectLike(detail) }),
      Targets: Match.arrayWith([Match.objectLike({ Arn: { Ref: Match.stringLikeRegexp("Notices") } })]),
    });
});

test("without Spot capacity the guard may start it on demand, if that was asked for", () => {
  const { template } = templateOf({ onDemandFallback: true });
  template.hasResourceProperties("AWS::Lambda::Function", {
    Handler: "guard.handler",
    Environment: { Variables: Match.objectLike({ FALLBACK_CLUSTER: Match.anyValue() }) },
  });
});

test("without Docker there is no image in what is deployed; with it the image is ours", () => {
  const stock = JSON.stringify(templateOf().resources);
  expect(stock).not.toContain("container-assets");
  expect(stock).toContain("BUNDLE_FILES");
  const own = JSON.stringify(templateOf({ image: "ecr" }).resources);
  expect(own).toContain("container-assets");
  expect(own).not.toContain("BUNDLE_FILES");
});

test("IPv6 only: no public address, and AWS is called where it answers over IPv6", () => {
  const { template, resources } = templateOf({ ipv6Only: true, region: "eu-west-2" });
  template.hasResourceProperties("AWS::EC2::Subnet", { Ipv6Native: true });
  template.hasResourceProperties("AWS::ECS::Service", {
    NetworkConfiguration: { AwsvpcConfiguration: Match.objectLike({ AssignPublicIp: "DISABLED" }) },
  });
  expect(JSON.stringify(resources)).toContain("https://dynamodb.eu-west-2.api.aws");
});

test("as a relay: looked at every minute, fifteen minutes long, never repeated", () => {
  const { template } = templateOf({ listener: "lambda-relay" });
  template.hasResourceProperties("AWS::Lambda::Function", {
    Handler: "relay.handler",
    Timeout: 900,
    MemorySize: 160,
  });
  template.hasResourceProperties("AWS::Scheduler::Schedule", {
    ScheduleExpression: "rate(1 minute)",
    Target: Match.objectLike({ RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 } }),
  });
  template.resourceCountIs("AWS::ECS::Service", 0);
  template.resourceCountIs("AWS::EC2::VPC", 0);
});

test("the relay is called by an alias that can be set back, and its silence sets the alarm off", () => {
  const { template, ofType } = templateOf({ listener: "lambda-relay" });
  const alias = Match.objectLike({ Ref: Match.stringLikeRegexp("RelayLive") });
  template.hasResourceProperties("AWS::Scheduler::Schedule", {
    ScheduleExpression: "rate(1 minute)",
    Target: Match.objectLike({ Arn: alias }),
  });
  template.hasResourceProperties("AWS::Logs::MetricFilter", {
    FilterPattern: '{ $.fact = "listener-beat" }',
    LogGroupName: { Ref: Match.stringLikeRegexp("ListenerRelayLogs") },
  });
  const silent = ofType("AWS::CloudWatch::Alarm").filter(
    ({ Properties }) => Properties["TreatMissingData"] === "breaching",
  );
  expect(silent).toHaveLength(1);
});

test("at home: a user who may touch the table, the orders and the parameters, whose key no template holds", () => {
  const { template, resources } = templateOf({ listener: "home" });
  template.resourceCountIs("AWS::IAM::User", 1);
  template.resourceCountIs("AWS::IAM::AccessKey", 0);
  const [policy] = Object.values(resources).filter(({ Type }) => Type === "AWS::IAM::ManagedPolicy");
  const actions = JSON.stringify(policy).match(/(dynamodb|s3|sqs|ssm|polly|lambda|iam):\w+/g) ?? [];
  expect(new Set(actions.map((action) => action.split(":")[0]))).toEqual(new Set(["dynamodb", "sqs", "ssm"]));
  template.hasResourceProperties("AWS::Scheduler::Schedule", { ScheduleExpression: "rate(5 minutes)" });
});
