import { startFauxqs } from "fauxqs";

/** S3 (and SQS) in this process; buckets come and go with the tests. */
export async function startS3() {
  const server = await startFauxqs({ port: 0, logger: false });
  return {
    endpoint: `http://127.0.0.1:${server.port}`,
    createBucket: (name: string) => server.createBucket(name),
    createQueue: (name: string, attributes: Record<string, string> = {}) =>
      server.createQueue(name, { attributes }),
    [Symbol.asyncDispose]: () => server.stop(),
  };
}
