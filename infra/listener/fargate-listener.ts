import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RemovalPolicy, Stack } from "aws-cdk-lib";
import { DockerImageAsset, Platform } from "aws-cdk-lib/aws-ecr-assets";
import {
  CfnCluster,
  CfnClusterCapacityProviderAssociations,
  CfnService,
  CfnTaskDefinition,
} from "aws-cdk-lib/aws-ecs";
import { Rule } from "aws-cdk-lib/aws-events";
import { LambdaFunction, SnsTopic } from "aws-cdk-lib/aws-events-targets";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Asset } from "aws-cdk-lib/aws-s3-assets";
import { Construct } from "constructs";
import { allow } from "../bundled-function.ts";
import type { Grants } from "../grants.ts";
import type { Guard } from "../guard.ts";
import type { Notices } from "../notices.ts";
import { dualStackEndpoints } from "./dual-stack-endpoints.ts";
import { stockNodeImage } from "./stock-node-image.ts";
import { TaskNetwork } from "./task-network.ts";

export type FargateListenerProps = {
  readonly bundles: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly grants: Grants;
  readonly notices: Notices;
  readonly guard: Guard;
  readonly image: "stock" | "ecr";
  readonly ipv6Only: boolean;
  readonly onDemandFallback: boolean;
};

/** The size the guide chose; the listener needs a fifth of it. */
const size = { cpu: "256", memory: "512" };
/**
 * Megabytes: ten thousand players stay under 400 in all. There is room for the young, so that little is moved to the old, and the
 * old may grow by four fifths until all of it is looked through.
 */
const modestHeap = ["--max-old-space-size=400", "--max-semi-space-size=16", "--heap-growing-percent=80"];
/** The allocator keeps what was given back for each thread; few such stores, and less lies about unused. */
const modestAllocator = { MALLOC_ARENA_MAX: "2" };
const healthPort = 8081;
/** ECS waits this long between SIGTERM and SIGKILL; the listener is gone after ten. */
const stopSeconds = 110;

/** The listener as an ECS service on Fargate Spot: one small arm64 task in a network without a way in. */
export class FargateListener extends Construct {
  readonly clusterName: string;
  readonly serviceName: string;
  readonly logs: LogGroup;

  constructor(scope: Construct, id: string, props: FargateListenerProps) {
    super(scope, id);
    const { grants, notices, guard, ipv6Only } = props;
    this.logs = new LogGroup(this, "Logs", {
      retention: RetentionDays.TWO_WEEKS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const executionRole = new Role(this, "ExecutionRole", {
      assumedBy: new ServicePrincipal("ecs-tasks.amazonaws.com"),
    });
    allow(executionRole, ["logs:CreateLogStream", "logs:PutLogEvents"], [this.logs.logGroupArn]);
    const taskRole = new Role(this, "TaskRole", {
      assumedBy: new ServicePrincipal("ecs-tasks.amazonaws.com"),
    });
    grants.table(taskRole);
    grants.receiveOrders(taskRole);
    grants.sendOrdersAndJobs(taskRole);
    grants.parameters(taskRole);

    const program =
      props.image === "ecr"
        ? this.#ownImage(executionRole)
        : this.#bundleInStockImage(taskRole, join(props.bundles, "listener"), ipv6Only);
    const { region } = Stack.of(this);
    const environment = {
      ...props.environment,
      ...program.environment,
      ...(ipv6Only && dualStackEndpoints(region)),
      ...modestAllocator,
      LISTENER_HEALTH_PORT: String(healthPort),
    };
    const task = new CfnTaskDefinition(this, "Task", {
      family: `${Stack.of(this).stackName}-listener`,
      ...size,
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
      executionRoleArn: executionRole.roleArn,
      taskRoleArn: taskRole.roleArn,
      containerDefinitions: [
        {
          name: "listener",
          image: program.image,
          command: program.command,
          essential: true,
          user: "1000:1000",
          readonlyRootFilesystem: true,
          linuxParameters: { initProcessEnabled: true, capabilities: { drop: ["ALL"] } },
          stopTimeout: stopSeconds,
          environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
          healthCheck: {
            command: [
              "CMD",
              "node",
              "-e",
              `fetch("http://127.0.0.1:${healthPort}/").then((r)=>process.exit(r.ok?0:1),()=>process.exit(1))`,
            ],
            interval: 30,
            timeout: 5,
            retries: 3,
            startPeriod: 120,
          },
          logConfiguration: {
            logDriver: "awslogs",
            options: {
              "awslogs-group": this.logs.logGroupName,
              "awslogs-region": region,
              "awslogs-stream-prefix": "listener",
              // A slow log must not stop the music.
              mode: "non-blocking",
              "max-buffer-size": "4m",
            },
          },
        },
      ],
    });
    const network = new TaskNetwork(this, "Network", { ipv6Only });
    const cluster = new CfnCluster(this, "Cluster", {
      clusterSettings: [{ name: "containerInsights", value: "disabled" }],
    });
    const providers = new CfnClusterCapacityProviderAssociations(this, "Providers", {
      cluster: cluster.ref,
      capacityProviders: ["FARGATE_SPOT", "FARGATE"],
      defaultCapacityProviderStrategy: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }],
    });
    const service = new CfnService(this, "Service", {
      cluster: cluster.ref,
      taskDefinition: task.ref,
      desiredCount: 1,
      capacityProviderStrategy: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }],
      // The old task is stopped before the new one starts: the public address is paid once, the lease guards the rest.
      deploymentConfiguration: {
        minimumHealthyPercent: 0,
        maximumPercent: 100,
        deploymentCircuitBreaker: { enable: true, rollback: true },
      },
      availabilityZoneRebalancing: "DISABLED",
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: [...network.subnetIds],
          securityGroups: [network.securityGroupId],
          assignPublicIp: ipv6Only ? "DISABLED" : "ENABLED",
        },
      },
      propagateTags: "SERVICE",
    });
    service.addResourceDependency(providers);
    this.clusterName = cluster.ref;
    this.serviceName = service.attrName;

    new Rule(this, "SpotInterrupted", {
      description: "AWS takes the Spot task back; ECS starts another",
      eventPattern: {
        source: ["aws.ecs"],
        detailType: ["ECS Task State Change"],
        detail: {
          clusterArn: [cluster.attrArn],
          stopCode: ["SpotInterruption"],
          lastStatus: ["STOPPED"],
        },
      },
      targets: [new SnsTopic(notices.topic)],
    });
    const noCapacity = new Rule(this, "NoSpotCapacity", {
      description: "There is no Spot capacity for the listener",
      eventPattern: {
        source: ["aws.ecs"],
        detailType: ["ECS Service Action"],
        detail: { clusterArn: [cluster.attrArn], eventName: ["SERVICE_TASK_PLACEMENT_FAILURE"] },
      },
      targets: [new SnsTopic(notices.topic)],
    });
    if (props.onDemandFallback) {
      guard.fn.fn.addEnvironment("FALLBACK_CLUSTER", cluster.ref);
      guard.fn.fn.addEnvironment("FALLBACK_SERVICE", service.attrName);
      allow(guard.fn.role, ["ecs:UpdateService"], [service.ref]);
      noCapacity.addTarget(new LambdaFunction(guard.fn.fn, { retryAttempts: 0 }));
    }
  }

  /** The stock image runs a small script that fetches the bundle's files with the task's own role. */
  #bundleInStockImage(taskRole: Role, folder: string, ipv6Only: boolean) {
    const stack = Stack.of(this);
    const host = ipv6Only ? "s3.dualstack" : "s3";
    const files = readdirSync(folder).sort();
    const lines = files.map((name, at) => {
      const path = join(folder, name);
      const { s3BucketName, s3ObjectKey } = new Asset(this, `Bundle${at === 0 ? "" : at}`, { path });
      allow(taskRole, ["s3:GetObject"], [`arn:${stack.partition}:s3:::${s3BucketName}/${s3ObjectKey}`]);
      const sha256 = createHash("sha256").update(readFileSync(path)).digest("hex");
      return `${name} ${sha256} https://${s3BucketName}.${host}.${stack.region}.amazonaws.com/${s3ObjectKey}`;
    });
    const script = readFileSync(new URL("./bootstrap.mjs", import.meta.url), "utf8");
    return {
      image: stockNodeImage,
      command: ["node", ...modestHeap, "--input-type=module", "-e", script],
      environment: { BUNDLE_FILES: lines.join("\n"), BUNDLE_MAIN: "listener.mjs" },
    };
  }

  /** An image of our own, built by Docker at the deployment from the Dockerfile in the repository. */
  #ownImage(executionRole: Role) {
    const image = new DockerImageAsset(this, "Image", {
      directory: new URL("../..", import.meta.url).pathname,
      platform: Platform.LINUX_ARM64,
      exclude: ["infra", "node_modules", "data", "coverage", ".git"],
    });
    image.repository.grantPull(executionRole);
    return {
      image: image.imageUri,
      command: ["node", ...modestHeap, "dist/aws/listener/listener.mjs"],
      environment: {},
    };
  }
}
