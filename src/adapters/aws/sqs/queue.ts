import { z } from "zod";
import type { SignedCall } from "../signed-call.ts";

/** A message as it was received. `receipt` is for this one delivery. */
export type Message = {
  readonly body: string;
  readonly receipt: string;
  /** FIFO queues: messages of one group come in order. */
  readonly group: string | undefined;
  /** How often it has been delivered, this time included. */
  readonly deliveries: number;
};

/** One SQS queue. Every method may throw `Unavailable` or `AwsRefused`. */
export type Queue = {
  send(
    body: string,
    options?: { readonly group?: string; readonly once?: string; readonly delaySeconds?: number },
  ): Promise<void>;
  /** Waits up to 20 s for messages; `signal` ends the wait with its reason. */
  receive(options: {
    readonly most: number;
    readonly hiddenSeconds: number;
    readonly signal: AbortSignal;
  }): Promise<readonly Message[]>;
  delete(message: Message): Promise<void>;
  /** Shows the message again after so long. A receipt that has run out is no error: then it is shown already. */
  hide(message: Message, seconds: number): Promise<void>;
  /** How many wait to be received, about. */
  waiting(): Promise<number>;
  /** How many there are, about: also those that are hidden or come later. */
  underWay(): Promise<number>;
};

const waitSeconds = 20;
const received = z.object({
  Messages: z
    .array(
      z.object({
        Body: z.string(),
        ReceiptHandle: z.string(),
        Attributes: z
          .object({ MessageGroupId: z.string().optional(), ApproximateReceiveCount: z.coerce.number() })
          .partial()
          .default({}),
      }),
    )
    .nullish(),
});
const attributes = z.object({ Attributes: z.record(z.string(), z.coerce.number()) });
const waits = "ApproximateNumberOfMessages";

/** A queue by its address. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/ */
export function createQueue(call: SignedCall, queueUrl: string): Queue {
  const ask = async (action: string, body: object, more: { timeoutMs?: number; signal?: AbortSignal } = {}) =>
    call("sqs", {
      ...more,
      headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${action}` },
      body: JSON.stringify({ QueueUrl: queueUrl, ...body }),
    });
  const count = async (names: readonly string[]): Promise<number> => {
    const answer = await ask("GetQueueAttributes", { AttributeNames: names });
    const { Attributes } = attributes.parse(await answer.json());
    return names.reduce((sum, name) => sum + (Attributes[name] ?? 0), 0);
  };
  return {
    async send(body, { group, once, delaySeconds } = {}) {
      await ask("SendMessage", {
        MessageBody: body,
        ...(group !== undefined && { MessageGroupId: group }),
        ...(once !== undefined && { MessageDeduplicationId: once }),
        ...(delaySeconds !== undefined && { DelaySeconds: delaySeconds }),
      });
    },
    async receive({ most, hiddenSeconds, signal }) {
      const answer = await ask(
        "ReceiveMessage",
        {
          MaxNumberOfMessages: most,
          WaitTimeSeconds: waitSeconds,
          VisibilityTimeout: hiddenSeconds,
          AttributeNames: ["MessageGroupId", "ApproximateReceiveCount"],
        },
        { timeoutMs: (waitSeconds + 10) * 1000, signal },
      );
      const { Messages } = received.parse(await answer.json());
      return (Messages ?? []).map(({ Body, ReceiptHandle, Attributes }) => ({
        body: Body,
        receipt: ReceiptHandle,
        group: Attributes.MessageGroupId,
        deliveries: Attributes.ApproximateReceiveCount ?? 1,
      }));
    },
    async delete({ receipt }) {
      await ask("DeleteMessage", { ReceiptHandle: receipt });
    },
    async hide({ receipt }, seconds) {
      await ask("ChangeMessageVisibility", { ReceiptHandle: receipt, VisibilityTimeout: seconds });
    },
    waiting: () => count([waits]),
    underWay: () => count([waits, `${waits}NotVisible`, `${waits}Delayed`]),
  };
}
