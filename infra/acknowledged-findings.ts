import { type Stack, Token, Validations } from "aws-cdk-lib";

/** Findings of cdk-nag about the product that we know and live with, each with its reason. All others fail a test. */
const product: Readonly<Record<string, string>> = {
  "AwsSolutions::AwsSolutions-S1":
    "Access logs of the buckets would cost more than the buckets, and hold what children listen to and when.",
  "AwsSolutions::AwsSolutions-SQS3":
    "Orders expire within seconds and the sender sees what became of them: a queue of dead orders helps nobody.",
  "AwsSolutions::AwsSolutions-APIG4":
    "The application signs people in itself, the same at home and here; an authorizer would be a second, paid place.",
  "AwsSolutions::AwsSolutions-CFR1": "Families travel, and so do their players.",
  "AwsSolutions::AwsSolutions-CFR2":
    "A web ACL of one's own is 5 dollars a month; throttle and brake bound the bill, and cdnPlan flat-free includes one.",
  "AwsSolutions::AwsSolutions-CFR3":
    "CloudFront's logs would hold what children listen to, when, and from which address.",
  "AwsSolutions::AwsSolutions-CFR4":
    "CloudFront's own host name does not let one choose; with a domain of one's own it is TLS 1.2 at least.",
  "AwsSolutions::AwsSolutions-ECS2":
    "The variables are names and addresses; what is secret is read from SSM at run time.",
  "AwsSolutions::AwsSolutions-ECS4":
    "Container Insights are paid metrics; the heartbeat and the service's free metrics say enough about one task.",
  "AwsSolutions::AwsSolutions-VPC7":
    "One task that only calls out over TLS; its flow log would be paid for and tell nothing.",
  "AwsSolutions::AwsSolutions-IAM5[Resource::<AudioBucket.Arn>/audio/*]":
    "The files' keys are made at run time; the prefix is ours alone.",
  "AwsSolutions::AwsSolutions-IAM5[Resource::<AudioBucket.Arn>/covers/*]":
    "The files' keys are made at run time; the prefix is ours alone.",
  "AwsSolutions::AwsSolutions-IAM5[Resource::<AudioBucket.Arn>/originals/*]":
    "The files' keys are made at run time; the prefix is ours alone.",
  "AwsSolutions::AwsSolutions-IAM5[Resource::<AudioBucket.Arn>/uploads/*]":
    "The files' keys are made at run time; the prefix is ours alone.",
  "AwsSolutions::AwsSolutions-IAM5[Resource::<AudioBucket.Arn>/speech/*]":
    "The files' keys are made at run time; the prefix is ours alone.",
  "AwsSolutions::AwsSolutions-IAM5[Resource::<AudioBucket.Arn>/books/*]":
    "The files' keys are made at run time; the prefix is ours alone.",
  "AwsSolutions::AwsSolutions-IAM5[Resource::<AudioBucket.Arn>/search/*]":
    "The files' keys are made at run time; the prefix is ours alone.",
  "AwsSolutions::AwsSolutions-IAM5[Resource::*]": "Polly's voices are no resources of ours: it knows only *.",
  "Serverless::Serverless-EventBusDLQ":
    "These rules tell a person about Spot; the dead-man alarm tells the same if the notice is lost.",
  "Serverless::Serverless-LambdaAsyncFailureDestination":
    "Nothing is repeated and nothing is lost: schedules come again, jobs come by a queue with a dead-letter queue.",
  "Serverless::Serverless-LambdaDLQ":
    "Calls come from the API (which answers), from a queue that has one, or from schedules that come again.",
  "Serverless::Serverless-LambdaTracing": "X-Ray is paid by the trace; the log has the times.",
  "Serverless::Serverless-LambdaEventSourceMappingDestination":
    "That is for streams; this is a queue, and it has a dead-letter queue.",
  "Serverless::Serverless-SNSRedrivePolicy":
    "An e-mail that cannot be delivered has nowhere else to go; the alarm stands in the console.",
  "Serverless::Serverless-SQSRedrivePolicy":
    "The one is the dead-letter queue itself, the other holds orders that expire within seconds.",
};

const namesOnly =
  "CloudFormation makes the names; they begin with ours. What AWS names by numbers cannot be narrowed; its verbs are.";

/** Acknowledges what stands above, on the stack that holds the product. */
export function acknowledgeFindings(stack: Stack): void {
  for (const [id, reason] of Object.entries(product)) Validations.of(stack).acknowledge({ id, reason });
}

/** Acknowledges that the deployment's policy names these resources by how they begin. */
export function acknowledgeBeginnings(stack: Stack, resources: readonly string[]): void {
  const told = (value: string, name: string, text: string) =>
    Token.isUnresolved(value) ? text.replaceAll(value, `<AWS::${name}>`) : text;
  for (const resource of new Set(resources)) {
    const named = told(stack.partition, "Partition", told(stack.account, "AccountId", resource));
    const id = `AwsSolutions::AwsSolutions-IAM5[Resource::${named}]`;
    Validations.of(stack).acknowledge({ id, reason: namesOnly });
  }
}
