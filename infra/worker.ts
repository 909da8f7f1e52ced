import { Duration } from "aws-cdk-lib";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { Construct } from "constructs";
import { workerCallsAtOnce, workerRoomGib } from "../src/main/aws/agreed-names.ts";
import { BundledFunction } from "./bundled-function.ts";
import type { Grants } from "./grants.ts";
import type { Queues } from "./queues.ts";

export type WorkerProps = {
  readonly bundles: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly grants: Grants;
  readonly queues: Queues;
  readonly transcripts: boolean;
};

/** The function that does long work: one job a call; what fails goes back to the queue. */
export class Worker extends Construct {
  readonly fn: BundledFunction;

  constructor(
    scope: Construct,
    id: string,
    { bundles, environment, grants, queues, transcripts }: WorkerProps,
  ) {
    super(scope, id);
    this.fn = new BundledFunction(this, "Worker", {
      bundles,
      bundle: "worker",
      description: "Yoto Smart Stream: long work (ingest, speech, transcoding)",
      // One whole CPU: transcoding is all arithmetic.
      memoryMb: 1769,
      scratchGib: workerRoomGib,
      timeout: Duration.minutes(15),
      environment,
    });
    const { role, fn } = this.fn;
    grants.table(role);
    grants.files(role);
    grants.sendOrdersAndJobs(role);
    grants.receiveJobs(role);
    grants.parameters(role);
    grants.speak(role);
    if (transcripts) grants.transcribe(role);
    fn.addEventSource(
      new SqsEventSource(queues.jobs, {
        batchSize: 1,
        maxConcurrency: workerCallsAtOnce,
        reportBatchItemFailures: true,
      }),
    );
  }
}
