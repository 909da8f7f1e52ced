import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createSqsCommands } from "../src/adapters/aws/sqs/commands.ts";
import { createSqsJobQueue } from "../src/adapters/aws/sqs/job-queue.ts";
import { createQueue } from "../src/adapters/aws/sqs/queue.ts";
import { fixedClock } from "../src/adapters/memory/clock.ts";
import { silentLog } from "../src/adapters/memory/log.ts";
import { JobId } from "../src/domain/ids.ts";
import type { Clock } from "../src/ports/clock.ts";
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

function newCommands(clock: Clock) {
  const queue = newQueue(".fifo", { FifoQueue: "true" });
  const parse = (json: unknown) => playerOrderSchema.parse(json);
  return { queue, commands: createSqsCommands({ queue, clock, log: silentLog, parse }) };
}

commandsContract("SQS", (clock) => newCommands(clock).commands);

test("a nudge wakes who receives, is no order, and leaves nothing in the queue", async () => {
  const { queue, commands } = newCommands(fixedClock(Date.UTC(2030, 0, 1)));
  const stop = new AbortController();
  let nudges = 0;
  let orders = 0;
  commands.onNudge(() => nudges++);
  const receiving = commands.receive(async () => void orders++, stop.signal);
  await commands.nudge();
  await vi.waitFor(() => expect(nudges).toBe(1));
  await vi.waitFor(async () => expect(await queue.waiting()).toBe(0));
  stop.abort();
  await receiving;
  expect(orders).toBe(0);
});

// SQS counts delays by its own clock.
jobQueueContract("SQS", (clock) => createSqsJobQueue({ queue: newQueue("", {}), clock, log: silentLog }), {
  nowMs: () => Date.now(),
  delaySeconds: 1,
});

test("a queue of calls is idle only when there is none, also no late one and none that somebody has", async () => {
  const queue = newQueue("", {});
  const calls = createSqsJobQueue({ queue, clock: fixedClock(0), log: silentLog });
  const idle = () => calls.isIdle?.();
  expect(await idle()).toBe(true);
  await calls.send(JobId("late"), { delaySeconds: 600 });
  expect(await idle()).toBe(false);
  const other = newQueue("", {});
  const others = createSqsJobQueue({ queue: other, clock: fixedClock(0), log: silentLog });
  await others.send(JobId("job"));
  const { signal } = new AbortController();
  const [message] = await other.receive({ most: 1, hiddenSeconds: 60, signal });
  expect(await others.isIdle?.()).toBe(false);
  if (message) await other.delete(message);
  expect(await others.isIdle?.()).toBe(true);
});
