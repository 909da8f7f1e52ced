import { Duration } from "aws-cdk-lib";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";

/** As long as the worker may run, and then some: a message is offered again only when its worker is surely gone. */
const workerHasMinutes = 16;

/** Orders to players, wake-up calls for jobs, and the calls that failed too often. */
export class Queues extends Construct {
  readonly commands: Queue;
  readonly jobs: Queue;
  readonly deadJobs: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const common = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    this.commands = new Queue(this, "Commands", {
      ...common,
      fifo: true,
      // An order is good for seconds; nobody wants last week's.
      retentionPeriod: Duration.minutes(5),
      visibilityTimeout: Duration.seconds(60),
      receiveMessageWaitTime: Duration.seconds(20),
    });
    this.deadJobs = new Queue(this, "DeadJobs", { ...common, retentionPeriod: Duration.days(14) });
    this.jobs = new Queue(this, "Jobs", {
      ...common,
      visibilityTimeout: Duration.minutes(workerHasMinutes),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadJobs, maxReceiveCount: 5 },
    });
  }
}
