import { createApiOnLambda } from "./aws/api-on-lambda.ts";
import { version } from "./aws/version.ts";

const api = createApiOnLambda(process.env, version);
await api.prime();

/** The API's Lambda function: events of an HTTP API in, answers out. */
export const handler = (event: unknown) => api.handle(event);
