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
    for (const service of ["cloudwatch.amazonaws.com", "events.amazonaws.com"])
      this.topic.addToResourcePolicy(
        new PolicyStatement({
          actions: ["sns:Publish"],
          principals: [new ServicePrincipal(service)],
          resources: [this.topic.topicArn],
        }),
      );
  }
}
