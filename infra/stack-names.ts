/** The CloudFormation stack of an environment. */
export const stackNameOf = (env: string): string => `yoto-smart-stream-${env}`;

/** Where an environment keeps its encrypted parameters. */
export const parameterPrefixOf = (env: string): string => `/yoto-smart-stream/${env}`;

/** CDK's own resources get this mark, so that our narrow execution policy touches nobody else's deployments. */
export const bootstrapQualifier = "yotostream";

/** The stack with the policy under which CloudFormation acts. */
export const policyStackName = "yoto-smart-stream-deploy-policy";

/** What a stack tells about itself; the commands read these. */
export const outputNames = [
  "Address",
  "DistributionId",
  "KeyValueStoreArn",
  "UiBucket",
  "AudioBucket",
  "TableName",
  "ApiFunction",
  "ApiId",
  "WorkerFunction",
  "ListenerHome",
  "ListenerCluster",
  "ListenerService",
  "ListenerUser",
  "RelayFunction",
  "CommandQueueUrl",
  "JobQueueUrl",
  "DeadJobQueueUrl",
  "ApiLogs",
  "WorkerLogs",
  "ListenerLogs",
  "Dashboard",
] as const;
export type OutputName = (typeof outputNames)[number];
