import type { Context, TypedResponse } from "hono";
import type { ClientErrorStatusCode, ServerErrorStatusCode } from "hono/utils/http-status";
import { type ErrorCode, errorCodes } from "./error-codes.ts";
import type { ErrorEnvelope } from "./schema/error.ts";

/** What goes beyond the code: another sentence, a hint what to do, the fields that were wrong, seconds to wait. */
export type Refusal = {
  readonly message?: string;
  readonly hint?: string;
  readonly details?: unknown;
  readonly retryAfterSeconds?: number;
};

/** An answer that refuses; `details` is left out of its type, because its shape goes by the code. */
export type Refused = Response &
  TypedResponse<
    { error: { code: string; message: string } },
    ClientErrorStatusCode | ServerErrorStatusCode,
    "json"
  >;

/** Answers with the error envelope; status and sentence come from the one table. */
export function refuse(c: Context, code: ErrorCode, more: Refusal = {}): Refused {
  const told = errorCodes[code];
  const hint = more.hint ?? waitWords(more.retryAfterSeconds);
  const body: ErrorEnvelope = {
    error: {
      code,
      message: more.message ?? told.message,
      ...(hint === undefined ? {} : { hint }),
      ...(more.details === undefined ? {} : { details: more.details }),
    },
  };
  if (more.retryAfterSeconds !== undefined) c.header("Retry-After", String(more.retryAfterSeconds));
  c.header("Cache-Control", "no-store");
  return c.json(body, told.status);
}

/** What to know of a wait that is longer than one thinks of. */
function waitWords(seconds = 0): string | undefined {
  if (seconds <= 60) return undefined;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90
    ? `It works again in ${minutes} minutes.`
    : `It works again in ${Math.ceil(minutes / 60)} hours.`;
}
