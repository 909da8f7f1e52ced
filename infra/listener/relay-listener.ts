import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { Alias } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import { BundledFunction, calledOnce } from "../bundled-function.ts";
import type { Grants } from "../grants.ts";
import { scheduleOf } from "../schedule-of.ts";

export type RelayListenerProps = {
  readonly bundles: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly grants: Grants;
  readonly memoryMb: number;
};

/**
 * The listener as generations of a function that overlap: every minute somebody looks, and when the one who listens is near
 * its end or silent, takes over. Two or three are alive for moments, one for most of the time.
 */
export class RelayListener extends Construct {
  readonly fn: BundledFunction;

  constructor(scope: Construct, id: string, { bundles, environment, grants, memoryMb }: RelayListenerProps) {
    super(scope, id);
    this.fn = new BundledFunction(this, "Relay", {
      bundles,
      bundle: "relay",
      description: "Yoto Smart Stream: listens to the players, generation after generation",
      memoryMb,
      timeout: Duration.minutes(15),
      environment,
    });
    const { role, fn } = this.fn;
    grants.table(role);
    grants.receiveOrders(role);
    grants.sendOrdersAndJobs(role);
    grants.parameters(role);
    // An old version is what a rollback goes back to.
    const version = fn.currentVersion;
    version.applyRemovalPolicy(RemovalPolicy.RETAIN);
    const alias = new Alias(this, "RelayLive", { aliasName: "live", version, ...calledOnce });
    scheduleOf(this, "EveryMinute", {
      every: "rate(1 minute)",
      target: alias,
      input: { relay: "look" },
      says: "Looks whether somebody listens to the players",
    });
  }
}
