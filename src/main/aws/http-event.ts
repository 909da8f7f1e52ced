import { z } from "zod";

/** The parts of an HTTP API event (payload version 2.0) that we use. */
export const HttpEvent = z.object({
  rawPath: z.string(),
  rawQueryString: z.string().default(""),
  /** Names in lower case; several values of one name are joined by commas. */
  headers: z.record(z.string(), z.string()).default({}),
  cookies: z.array(z.string()).optional(),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({ http: z.object({ method: z.string(), sourceIp: z.string() }) }),
});
export type HttpEvent = z.infer<typeof HttpEvent>;

/** What an HTTP API takes as an answer. */
export type HttpResult = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body: string;
  readonly isBase64Encoded: boolean;
};

/** Lambda's answers may be 6 MB; base64 makes three bytes into four. */
export const answerBytesMost = 4_400_000;
const textual = /^(?:text\/|application\/(?:json|javascript|xml|manifest\+json)|image\/svg)/;

/**
 * The event as a request to `publicUrl`, which is what the browser asked: CloudFront sends another `Host` to us.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function requestOf(event: HttpEvent, publicUrl: URL): Request {
  const { method } = event.requestContext.http;
  const headers = new Headers(event.headers);
  headers.set("host", publicUrl.host);
  headers.set("x-forwarded-proto", publicUrl.protocol.slice(0, -1));
  if (event.cookies !== undefined && event.cookies.length > 0)
    headers.set("cookie", event.cookies.join("; "));
  const query = event.rawQueryString === "" ? "" : `?${event.rawQueryString}`;
  const url = `${publicUrl.origin}${event.rawPath}${query}`;
  if (event.body === undefined || method === "GET" || method === "HEAD")
    return new Request(url, { method, headers });
  const body = event.isBase64Encoded ? Buffer.from(event.body, "base64") : event.body;
  return new Request(url, { method, headers, body });
}

/** The answer as Lambda returns it. What is too large to pass is told so. */
export async function resultOf(response: Response): Promise<HttpResult> {
  const headers: Record<string, string> = {};
  for (const [name, value] of response.headers) if (name !== "set-cookie") headers[name] = value;
  const cookies = response.headers.getSetCookie();
  const bytes = Buffer.from(await response.arrayBuffer());
  if (bytes.length > answerBytesMost) return tooLarge;
  const plain = bytes.length === 0 || textual.test(headers["content-type"] ?? "");
  return {
    statusCode: response.status,
    headers,
    ...(cookies.length > 0 && { cookies }),
    body: bytes.toString(plain ? "utf8" : "base64"),
    isBase64Encoded: !plain,
  };
}

const tooLarge: HttpResult = {
  statusCode: 502,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({
    error: {
      code: "too-large",
      message: "This is too large to pass through Lambda in one answer. Ask for a part of it.",
    },
  }),
  isBase64Encoded: false,
};
