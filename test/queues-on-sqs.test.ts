import { afterAll, beforeAll } from "vitest";
import { createSqsCommands } from "../src/adapters/aws/sqs/commands.ts";
import { createSqsJobQueue } from "../src/adapters/aws/sqs/job-queue.ts";
import { createQueue } from "../src/adapters/aws/sqs/queue.ts";
import { silentLog } from "../src/adapters/memory/log.ts";
import { commandsContract } from "../src/ports/commands.contract.ts";
import { jobQueueContract } from "../src/ports/job-queue.contract.ts";
import { playerOrderSchema } from "../src/stores/command-schema.ts";
import { startS3 } from "./emulators/s3.ts";
import { signedTo } from "./emulators/signed-to.ts";

let aws: Awaited<ReturnType<typeof startS3>>;
let queues = 0;
beforeAll(async () => {
  aws = await startS3();
});
afterAll(() => aws[Symbol.asyncDispose]());

function newQueue(suffix: string, attributes: Record<string, string>) {
  const name = `queue-${++queues}${suffix}`;
  const { queueUrl } = aws.createQueue(name, attributes);
  return createQueue(
    signedTo(() => aws.endpoint),
    queueUrl,
  );
}

commandsContract("SQS", (clock) => {
  const queue = newQueue(".fifo", { FifoQueue: "true" });
  return createSqsCommands({
    queue,
    clock,
    log: silentLog,
    parse: (json) => playerOrderSchema.parse(json),
  });
});

// SQS counts delays by its own clock.
jobQueueContract("SQS", (clock) => createSqsJobQueue({ queue: newQueue("", {}), clock, log: silentLog }), {
  nowMs: () => Date.now(),
  delaySeconds: 1,
});
