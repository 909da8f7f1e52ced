import type { Hono } from "hono";
import type { AnswerProbeDeps } from "../../usecases/play-checks/answer-probe.ts";
import type { AppEnv } from "../app-env.ts";

/**
 * The probe's addresses where no server of node's own answers: what wants something special is answered plainly. A probe runs
 * once in a player's life, so what answers is loaded when it is asked.
 */
export function probeSlotRoutes(app: Hono<AppEnv>, deps: AnswerProbeDeps): void {
  app.on(["GET", "HEAD"], "/s/:secret{probe-[^/]+}/:file{[^/]+\\.mp3}", async (c) => {
    const { answerProbeSlot } = await import("./answer-probe-slot.ts");
    const [secret, file] = [c.req.param("secret"), c.req.param("file")];
    return answerProbeSlot(c, deps, { secret, file });
  });
}
