import { version } from "./aws/version.ts";
import { createWorkerOnLambda } from "./aws/worker-on-lambda.ts";

const worker = createWorkerOnLambda(process.env, version);

/** The worker's Lambda function: messages of the job queue in, those that are to come again out. */
export const handler = (event: unknown, context: { getRemainingTimeInMillis(): number }) =>
  worker.handle(event, context);
