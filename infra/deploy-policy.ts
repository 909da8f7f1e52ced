import { CfnOutput, Fn, Stack, type StackProps } from "aws-cdk-lib";
import { ManagedPolicy, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { acknowledgeBeginnings } from "./acknowledged-findings.ts";
import { deployActions } from "./deploy-actions.ts";
import { bootstrapQualifier } from "./stack-names.ts";

/** How the names of everything begin that CloudFormation makes for us. */
const ours = "yoto-smart-stream-*";

/**
 * What CloudFormation may do when it deploys us, instead of the administrator's rights that CDK's bootstrap would give it: only
 * what we use, and where a thing's name can be ours, only ours. In three parts, because IAM limits the length of one.
 */
export class DeployPolicyStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    const { partition, region, account } = this;
    const here = (service: string, resource: string) =>
      `arn:${partition}:${service}:${region}:${account}:${resource}`;
    const global = (service: string, resource: string) =>
      `arn:${partition}:${service}::${account}:${resource}`;
    const named: string[] = [];
    const may = (sid: string, actions: readonly string[], ...resources: string[]) => {
      named.push(...resources);
      return new PolicyStatement({ sid, actions: [...actions], resources });
    };

    const parts = [
      new ManagedPolicy(this, "Identity", {
        path: "/yoto-smart-stream/",
        description: "Yoto Smart Stream deployments: roles and functions",
        statements: [
          may("Roles", deployActions.roles, global("iam", `role/${ours}`)),
          may(
            "UserAtHome",
            deployActions.users,
            global("iam", "user/yoto-smart-stream/*"),
            global("iam", "policy/yoto-smart-stream/*"),
          ),
          may("Functions", deployActions.functions, here("lambda", `function:${ours}`)),
          may("FunctionQueues", deployActions.functionQueues, "*"),
          may("Bundles", ["s3:GetObject"], `arn:${partition}:s3:::cdk-${bootstrapQualifier}-assets-*`),
          may(
            "Version",
            ["ssm:GetParameters"],
            here("ssm", `parameter/cdk-bootstrap/${bootstrapQualifier}/*`),
          ),
        ],
      }),
      new ManagedPolicy(this, "Data", {
        path: "/yoto-smart-stream/",
        description: "Yoto Smart Stream deployments: table, buckets, queues, notices, logs, alarms",
        statements: [
          may("Table", deployActions.table, here("dynamodb", `table/${ours}`)),
          may("Buckets", deployActions.buckets, `arn:${partition}:s3:::${ours}`),
          may("Queues", deployActions.queues, here("sqs", ours)),
          may("Topics", deployActions.topics, here("sns", ours)),
          may("Logs", deployActions.logs, here("logs", `log-group:${ours}`)),
          may("LogDelivery", deployActions.logDelivery, "*"),
          may("Alarms", deployActions.alarms, here("cloudwatch", `alarm:${ours}`)),
          may("Dashboards", deployActions.dashboards, global("cloudwatch", "dashboard/*")),
          may("Schedules", deployActions.schedules, here("scheduler", `schedule/default/${ours}`)),
          may("Rules", deployActions.rules, here("events", `rule/${ours}`)),
          may("Budgets", deployActions.budgets, global("budgets", "budget/*")),
        ],
      }),
      new ManagedPolicy(this, "Edge", {
        path: "/yoto-smart-stream/",
        description: "Yoto Smart Stream deployments: what AWS names by numbers",
        statements: [
          may("Apis", deployActions.apis, `arn:${partition}:apigateway:${region}::/*`),
          may("Numbered", deployActions.numbered, "*"),
          // The services' own roles, made once per account by whoever is first.
          may(
            "ServiceRoles",
            ["iam:CreateServiceLinkedRole"],
            global("iam", "role/aws-service-role/ecs.amazonaws.com/*"),
            global("iam", "role/aws-service-role/ops.apigateway.amazonaws.com/*"),
          ),
        ],
      }),
    ];
    acknowledgeBeginnings(this, named);
    new CfnOutput(this, "PolicyArns", {
      value: Fn.join(
        ",",
        parts.map((part) => part.managedPolicyArn),
      ),
    });
  }
}
