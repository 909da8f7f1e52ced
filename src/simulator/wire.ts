import type { ServerResponse } from "node:http";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context, MiddlewareHandler } from "hono";
import type { Cloud } from "./cloud.ts";
import type { HttpFault } from "./faults.ts";

type Deps = Pick<Cloud, "clock" | "faults" | "journal">;
type Env = { Bindings: HttpBindings };

/** Writes every request and its answer into the journal, and lets requests suffer the faults in force. */
export function wire({ clock, faults, journal }: Deps): MiddlewareHandler<Env> {
  const wait = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve));

  return async (c, next) => {
    const url = new URL(c.req.url);
    if (url.pathname.startsWith("/_pretend")) return next();
    const from = c.req.header("authorization")?.startsWith("PretendDevice") ? "player" : "client";
    const where = { from, method: c.req.method, url: `${url.pathname}${url.search}` } as const;
    const { number: request, atMs } = journal.add({ kind: "request", ...where });
    const requestBody = await shortText(c);
    const note = (status: number | "failed", headers: Headers, bytes: number) =>
      journal.add({
        kind: "http",
        ...where,
        request,
        requestHeaders: c.req.header(),
        ...(requestBody === undefined ? {} : { requestBody }),
        status,
        responseHeaders: Object.fromEntries(headers),
        bytes,
        tookMs: clock.nowMs() - atMs,
      });

    const fault = faults.takeHttp(c.req.method, url.pathname);
    if (fault?.do === "latency") await wait(fault.ms);
    if (fault?.do === "hang") await (fault.ms === undefined ? new Promise<never>(() => {}) : wait(fault.ms));
    const isSpared =
      fault?.do === "status" ? fault.afterWork !== true : fault?.do === "drop" || fault?.do === "hang";
    if (!isSpared) await next();
    if (fault?.do === "status") {
      c.res = undefined;
      c.res = statusAnswer(fault);
    }

    if (fault?.do === "hang" || fault?.do === "drop" || fault?.do === "lost-response") {
      note("failed", new Headers(), 0);
      c.env.outgoing.destroy();
      return answeredByHand(c);
    }
    if (fault?.do === "truncated") {
      const body = Buffer.from(await c.res.arrayBuffer());
      note("failed", c.res.headers, Math.floor(body.length / 2));
      sendHalf(c.env.outgoing, c.res, body);
      return answeredByHand(c);
    }
    if (fault?.do === "invalid-json")
      c.res = new Response('{"status":"ok","devices":[{"deviceId":', {
        headers: { "Content-Type": "application/json" },
      });
    note(c.res.status, c.res.headers, await bodyBytes(c.res));
    return undefined;
  };
}

/** The server must not send the route's answer as well. */
function answeredByHand(c: Context): undefined {
  c.res = undefined;
  c.res = RESPONSE_ALREADY_SENT;
}

/** Told by the head, or counted where it is JSON, which is short. */
async function bodyBytes(answer: Response): Promise<number> {
  const told = answer.headers.get("content-length");
  if (told !== null) return Number(told);
  const json = answer.headers.get("content-type")?.startsWith("application/json") ?? false;
  return json ? (await answer.clone().arrayBuffer()).byteLength : 0;
}

/** Sends the head with the whole length, half of the body, then nothing: the socket is cut. */
function sendHalf(outgoing: ServerResponse | HttpBindings["outgoing"], answer: Response, body: Buffer) {
  outgoing.writeHead(answer.status, {
    ...Object.fromEntries(answer.headers),
    "content-length": String(Math.max(2, body.length)),
  });
  outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => outgoing.destroy());
}

function statusAnswer({ status, retryAfter, body }: Extract<HttpFault, { do: "status" }>): Response {
  const text =
    body ?? JSON.stringify({ error: { code: "pretend-fault", message: `Pretend fault ${status}` } });
  return new Response(text, {
    status,
    headers: {
      "Content-Type": body === undefined || body.startsWith("{") ? "application/json" : "text/html",
      ...(retryAfter === undefined ? {} : { "Retry-After": retryAfter }),
    },
  });
}

/** JSON and form bodies, cut to 4 000 characters; reading them here leaves them readable for the route. */
async function shortText(c: Context): Promise<string | undefined> {
  const kind = c.req.header("content-type") ?? "";
  if (!kind.startsWith("application/json") && !kind.startsWith("application/x-www-form-urlencoded"))
    return undefined;
  const text = await c.req.text();
  return text.length > 4_000 ? `${text.slice(0, 4_000)}…` : text;
}
