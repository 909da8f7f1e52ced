import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";

type EdgeRequest = { uri: string; querystring: Record<string, unknown> };
type EdgeAnswer = EdgeRequest | { statusCode: number };

const code = readFileSync(
  new URL("../../src/adapters/aws/cloudfront/capability-check.function.js", import.meta.url),
  "utf8",
);

/** The CloudFront Function that checks capability paths, run as CloudFront runs it; `get` asks its key-value store. */
export function capabilityCheck(
  get: (key: string) => string | undefined,
): (uri: string) => Promise<EdgeAnswer> {
  const kvs = () => ({
    get: async (key: string) => {
      const value = get(key);
      if (value === undefined) throw new Error("no such key");
      return value;
    },
  });
  const given = { crypto: { createHmac }, cloudfront: { kvs } };
  const plain = code.replace(/^import .*$/gm, "");
  const handler: (event: { request: EdgeRequest }) => Promise<EdgeAnswer> = runInNewContext(
    `${plain}\nhandler`,
    given,
  );
  return (uri) => handler({ request: { uri, querystring: { any: { value: "1" } } } });
}

/** CloudFront's way to the bucket: what the check lets through is fetched there, ranges and all; the rest is not ours. */
export function audioEdge(options: {
  readonly store: (key: string) => string | undefined;
  readonly bucketUrl: string;
}) {
  const check = capabilityCheck(options.store);
  return async (request: Request): Promise<Response | undefined> => {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith("/t/")) return undefined;
    const checked = await check(pathname);
    if ("statusCode" in checked) return new Response(null, { status: checked.statusCode });
    const headers = new Headers();
    for (const name of ["range", "if-range", "if-none-match"]) {
      const value = request.headers.get(name);
      if (value !== null) headers.set(name, value);
    }
    return fetch(`${options.bucketUrl}${checked.uri}`, { method: request.method, headers });
  };
}
