import { Stack } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";

/** What a person should hear of: alarms, the brake, Spot. Told by e-mail, once the address has said yes. */
export class Notices extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { email }: { readonly email: string | undefined }) {
    super(scope, id);
    this.topic = new Topic(this, "Topic", { displayName: "Yoto Smart Stream", enforceSSL: true });
    if (email !== undefined) this.topic.addSubscription(new EmailSubscription(email));
    alarmsMayTell(this.topic);
    // Of rules, AWS takes no condition here.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        actions: ["sns:Publish"],
        principals: [new ServicePrincipal("events.amazonaws.com")],
        resources: [this.topic.topicArn],
      }),
    );
  }
}

/** Lets this account's alarms publish: a topic with a policy of its own has lost the one by which they could. */
export function alarmsMayTell(topic: Topic): void {
  topic.addToResourcePolicy(
    new PolicyStatement({
      actions: ["sns:Publish"],
      principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
      resources: [topic.topicArn],
      conditions: { StringEquals: { "aws:SourceAccount": Stack.of(topic).account } },
    }),
  );
}
