import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

type Update = { Puts?: { Key: string; Value: string }[]; Deletes?: { Key: string }[] };

/**
 * CloudFront's key-value stores in this process, as far as we use them: one store, whose every write must name the state it was
 * made over. `kept` is what it holds at first.
 * @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Operations_Amazon_CloudFront_KeyValueStore.html
 */
export async function startKeyValues(kept: Readonly<Record<string, string>> = {}) {
  const values = new Map(Object.entries(kept));
  let state = 1;
  const calls: string[] = [];
  let isDown = false;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const answer = (status: number, body: object) =>
      response
        .writeHead(status, { "content-type": "application/json", etag: `KV${state}` })
        .end(JSON.stringify(body));
    if (isDown) return answer(503, { __type: "InternalServerException" });
    const { authorization = "", "x-amz-region-set": regions } = request.headers;
    if (!/^AWS4-ECDSA-P256-SHA256 .*\bSignature=30[0-9a-f]{100,142}$/.test(authorization) || regions !== "*")
      return answer(403, { __type: "AccessDeniedException" });
    const path = (request.url ?? "").split("/").map(decodeURIComponent);
    const [, , arn = "", , key] = path;
    if (!arn.startsWith("arn:aws:cloudfront::")) return answer(404, { __type: "ResourceNotFoundException" });
    calls.push(request.method ?? "");
    const isStale = () => request.headers["if-match"] !== `KV${state}`;
    if (request.method === "POST") {
      if (isStale()) return answer(409, { __type: "ConflictException" });
      const { Puts = [], Deletes = [] }: Update = JSON.parse(Buffer.concat(chunks).toString("utf8"));
      if (Puts.length + Deletes.length > 50) return answer(400, { __type: "ValidationException" });
      // All or nothing. Whether AWS minds a key that is not there is not documented: we take the stricter of the two.
      if (Deletes.some(({ Key }) => !values.has(Key)))
        return answer(404, { __type: "ResourceNotFoundException" });
      for (const { Key } of Deletes) values.delete(Key);
      for (const { Key, Value } of Puts) values.set(Key, Value);
      state++;
      return answer(200, { ItemCount: values.size });
    }
    if (key === undefined) return answer(200, { ItemCount: values.size, KvsARN: arn });
    if (request.method === "PUT") {
      if (isStale()) return answer(409, { __type: "ConflictException" });
      values.set(key, JSON.parse(Buffer.concat(chunks).toString("utf8")).Value);
      state++;
      return answer(200, { ItemCount: values.size });
    }
    const value = values.get(key);
    return value === undefined
      ? answer(404, { __type: "ResourceNotFoundException" })
      : answer(200, { Key: key, Value: value });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What a function at the edge is told of a key. */
    get: (key: string) => values.get(key),
    /** Changes a key behind everybody's back. */
    put: (key: string, value: string) => void values.set(key, value),
    /** All keys with what they say. */
    all: () => Object.fromEntries(values),
    /** Whether it refuses to work from now on. */
    breakDown: (down: boolean) => {
      isDown = down;
    },
    /** The method of each request so far: each costs money. */
    calls,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
