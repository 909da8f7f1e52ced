import { Stack } from "aws-cdk-lib";
import { ManagedPolicy, User } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import type { Grants } from "../grants.ts";

/**
 * The listener on a box at home: all AWS has for it is a user who may touch the table, the orders and the parameters. Its key
 * is made by the deploy command and shown once; no template ever holds it.
 */
export class HomeListener extends Construct {
  readonly userName: string;

  constructor(scope: Construct, id: string, { grants }: { readonly grants: Grants }) {
    super(scope, id);
    const user = new User(this, "User", { path: "/yoto-smart-stream/" });
    const policy = new ManagedPolicy(this, "May", {
      path: "/yoto-smart-stream/",
      description: `What the listener at home may do in ${Stack.of(this).stackName}`,
      users: [user],
    });
    grants.table(policy);
    grants.receiveOrders(policy);
    grants.sendOrdersAndJobs(policy);
    grants.parameters(policy);
    this.userName = user.userName;
  }
}
