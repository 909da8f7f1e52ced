import type { ErrorHandler, NotFoundHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { z } from "zod";
import { asSentence } from "../domain/as-sentence.ts";
import { DiskFull } from "../ports/disk-full.ts";
import type { Log } from "../ports/log.ts";
import { BadCursor } from "../ports/table.ts";
import { Unavailable } from "../ports/unavailable.ts";
import { YotoTrouble } from "../ports/yoto-trouble.ts";
import type { AppEnv } from "./app-env.ts";
import { refuse } from "./refuse.ts";
import { refuseFields, refuseMisfit } from "./refuse-fields.ts";

/** Turns what was thrown into the error envelope. Yoto's trouble is told as Yoto's; only our own faults are a 500. */
export function answerErrors(log: Log): ErrorHandler<AppEnv> {
  return (error, c) => {
    const { requestId } = c.var;
    if (error instanceof YotoTrouble) {
      log.warn("yoto-trouble", { requestId, kind: error.kind, detail: error.detail });
      return refuse(c, `yoto-${error.kind}`, {
        message: asSentence(error.message),
        ...(error.detail === undefined ? {} : { details: { yotoSaid: error.detail } }),
        ...(error.missingScope === undefined ? {} : { hint: `Missing right: ${error.missingScope}` }),
        ...(error.retryAfterMs === undefined
          ? {}
          : { retryAfterSeconds: Math.ceil(error.retryAfterMs / 1000) }),
      });
    }
    if (error instanceof z.core.$ZodError) return refuseMisfit(c, error);
    if (error instanceof BadCursor)
      return refuseFields(c, [
        { field: "cursor", problem: "is not from the page before: begin the list again without it" },
      ]);
    if (error instanceof DiskFull) {
      log.warn("disk-full", { requestId });
      return refuse(c, "disk-full");
    }
    if (error instanceof Unavailable) {
      log.warn("unavailable", { requestId, error });
      return refuse(c, "unavailable", { message: asSentence(error.message), retryAfterSeconds: 5 });
    }
    if (error instanceof HTTPException && error.status === 413) return refuse(c, "too-large");
    if (error instanceof HTTPException && error.status < 500)
      return refuse(c, "invalid-request", error.message === "" ? {} : { hint: error.message });
    log.error("request-failed", { requestId, method: c.req.method, path: c.req.routePath, error });
    return refuse(c, "unexpected", { details: { requestId } });
  };
}

/** For addresses where nothing is. */
export const answerNotFound: NotFoundHandler<AppEnv> = (c) => refuse(c, "no-such-route");
