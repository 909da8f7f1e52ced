import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";

type EdgeRequest = { uri: string; querystring: Record<string, unknown> };
/** What a function says: a request that goes on, from which of the distribution's origins if it chose one, or an answer. */
export type EdgeSaid = (EdgeRequest & { origin?: string }) | { statusCode: number };
type Get = (key: string) => string | undefined;

const folder = new URL("../../src/adapters/aws/cloudfront/", import.meta.url);

/** A CloudFront Function of ours, run as CloudFront runs it; `get` asks its key-value store, `nowMs` is the edge's clock. */
function edgeFunction(file: string, get: Get, nowMs = Date.now): (uri: string) => Promise<EdgeSaid> {
  let chosen: string | undefined;
  const kvs = () => ({
    get: async (key: string) => {
      const value = get(key);
      if (value === undefined) throw new Error("no such key");
      return value;
    },
  });
  const selectRequestOriginById = (id: string) => {
    chosen = id;
  };
  const given = {
    crypto: { createHmac, createHash },
    cloudfront: { kvs, selectRequestOriginById },
    Date: { now: nowMs },
  };
  const plain = readFileSync(new URL(file, folder), "utf8").replace(/^import .*$/gm, "");
  const handler: (event: { request: EdgeRequest }) => Promise<EdgeSaid> = runInNewContext(
    `${plain}\nhandler`,
    given,
  );
  return async (uri) => {
    chosen = undefined;
    const said = await handler({ request: { uri, querystring: { any: { value: "1" } } } });
    return chosen === undefined ? said : { ...said, origin: chosen };
  };
}

/** The one on `/t/*`, which checks capability paths. */
export function capabilityCheck(get: Get) {
  return edgeFunction("capability-check.function.js", get);
}

/** The one on `/s/*`, which answers slots that it was told. */
export function slotAtEdge(get: Get, nowMs?: () => number) {
  return edgeFunction("slot-at-edge.function.js", get, nowMs);
}

/** CloudFront's way to the bucket: what a function lets through is fetched there, ranges and all; the rest is not ours. */
export function audioEdge(options: { readonly store: Get; readonly bucketUrl: string }) {
  const check = capabilityCheck(options.store);
  const slot = slotAtEdge(options.store);
  return async (request: Request): Promise<Response | undefined> => {
    const { pathname } = new URL(request.url);
    const isSlot = pathname.startsWith("/s/");
    if (!isSlot && !pathname.startsWith("/t/")) return undefined;
    const said = await (isSlot ? slot : check)(pathname);
    if ("statusCode" in said) return new Response(null, { status: said.statusCode });
    if (isSlot && said.origin === undefined) return undefined;
    const headers = new Headers();
    for (const name of ["range", "if-range", "if-none-match"]) {
      const value = request.headers.get(name);
      if (value !== null) headers.set(name, value);
    }
    const found = await fetch(`${options.bucketUrl}${said.uri}`, { method: request.method, headers });
    if (!isSlot) return found;
    // As the response headers policy of `/s/*` says.
    const told = new Headers(found.headers);
    if (!told.has("cache-control")) told.set("cache-control", "no-store");
    return new Response(found.body, { status: found.status, headers: told });
  };
}
