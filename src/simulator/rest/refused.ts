import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { z } from "zod";

/** A request the pretend API turns down; becomes Yoto's error envelope. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly status: ContentfulStatusCode;
  readonly code: string;
  constructor(status: ContentfulStatusCode, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const badRequest = (message: string) => new Refused(400, "bad-request", message);
export const notFound = (message: string) => new Refused(404, "not-found", message);
export const forbidden = (message: string) => new Refused(403, "forbidden", message);

/** `{"error":{"code","message"}}`, the one shape of all errors of the API. */
export function refusal(c: Context, { status, code, message }: Pick<Refused, "status" | "code" | "message">) {
  return c.json({ error: { code, message } }, status);
}

/** Reads a JSON object from the request's body, else refuses. */
export async function jsonObject(c: Context): Promise<Record<string, unknown>> {
  const text = await c.req.text();
  try {
    const body: unknown = text === "" ? {} : JSON.parse(text);
    if (typeof body === "object" && body !== null && !Array.isArray(body)) return { ...body };
  } catch {
    // Falls through to the same refusal as JSON of another kind.
  }
  throw badRequest("body: Invalid input: expected object");
}

/** The real server says what its own zod says; our API has words of its own for the same. */
const realWords = { error: z.locales.en().localeError };

/**
 * A body in its shape, else refused in the real server's words, one line per mistake, e.g.
 * `body.content.chapters: Invalid input: expected array, received object`.
 */
export function inShape<Shape extends z.ZodType>(shape: Shape, body: unknown): z.infer<Shape> {
  const read = shape.safeParse(body, realWords);
  if (read.success) return read.data;
  const lines = read.error.issues.map(
    ({ path, message }) => `${["body", ...path].map(String).join(".")}: ${message}`,
  );
  throw badRequest(lines.join("\n"));
}
