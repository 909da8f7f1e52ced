import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Lambda } from "./lambda.ts";

/** CloudFront and an HTTP API in front of a Lambda function: a plain server, requests as events (payload 2.0). */
export async function startHttpApi(options: {
  readonly lambda: Lambda;
  readonly originSecret: string;
  /** Answers a request itself before the function is asked, as the edge does. */
  readonly edge?: (request: Request) => Promise<Response | undefined>;
}) {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const url = new URL(request.url ?? "/", origin());
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(request.headers))
      if (value !== undefined && name !== "cookie" && name !== "host") headers[name] = String(value);
    const method = request.method ?? "GET";
    const atEdge = await options.edge?.(new Request(url, { method, headers }));
    if (atEdge !== undefined) {
      response.writeHead(atEdge.status, Object.fromEntries(atEdge.headers));
      response.end(Buffer.from(await atEdge.arrayBuffer()));
      return;
    }
    const invoked = await options.lambda.invoke({
      version: "2.0",
      routeKey: "$default",
      rawPath: url.pathname,
      rawQueryString: url.search.slice(1),
      ...(request.headers.cookie !== undefined && { cookies: request.headers.cookie.split("; ") }),
      headers: {
        ...headers,
        host: "abc123.execute-api.us-east-1.amazonaws.com",
        "x-origin-secret": options.originSecret,
        "cloudfront-viewer-address": `${request.socket.remoteAddress}:${request.socket.remotePort}`,
      },
      requestContext: { http: { method, path: url.pathname, sourceIp: "203.0.113.9" }, stage: "$default" },
      ...(body.length > 0 && { body: body.toString("base64") }),
      isBase64Encoded: body.length > 0,
    });
    if (!invoked.ok) {
      const status = invoked.failed === "Sandbox.Timedout" ? 503 : 500;
      response.writeHead(status, { "content-type": "application/json" });
      response.end('{"message":"Internal Server Error"}');
      return;
    }
    const result = invoked.answer as {
      statusCode: number;
      headers: Record<string, string>;
      cookies?: string[];
      body: string;
      isBase64Encoded: boolean;
    };
    const { "content-length": _, ...answered } = result.headers;
    response.writeHead(result.statusCode, {
      ...(method === "HEAD" ? result.headers : answered),
      ...(result.cookies !== undefined && { "set-cookie": result.cookies }),
    });
    response.end(Buffer.from(result.body, result.isBase64Encoded ? "base64" : "utf8"));
  });
  // A slow machine may take its time between two requests; a connection it means to use again must still be there.
  server.keepAliveTimeout = 120_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: origin(),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
