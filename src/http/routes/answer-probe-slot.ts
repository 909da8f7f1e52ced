import type { Context } from "hono";
import { type AnswerProbeDeps, answerProbe } from "../../usecases/play-checks/answer-probe.ts";
import { probeIdOf } from "../../usecases/play-checks/run-probe.ts";
import type { AppEnv } from "../app-env.ts";
import { wholeAnswer } from "../probe/serve-probes-on-node.ts";
import { refuse } from "../refuse.ts";

/** Answers what a player asks of a probe's address. */
export async function answerProbeSlot(
  c: Context<AppEnv>,
  deps: AnswerProbeDeps,
  { secret, file }: { readonly secret: string; readonly file: string },
): Promise<Response> {
  const range = c.req.header("range");
  const answer = await answerProbe(deps, {
    probeId: probeIdOf(secret),
    slot: file.replace(/\.mp3$/, ""),
    method: c.req.method,
    range,
    userAgent: c.req.header("user-agent"),
    bringsAll: false,
  });
  if (answer.is === "nothing-there") return refuse(c, "not-found");
  if (answer.is === "redirect") {
    c.header("Cache-Control", "no-store");
    return c.redirect(`/s/${secret}/${answer.slot}.mp3`, 302);
  }
  if (answer.waitMs > 0) await deps.clock.sleep(answer.waitMs, c.req.raw.signal);
  const { status, headers, send } = wholeAnswer(answer, c.req.method, range);
  const body = send === undefined ? null : answer.bytes.slice(send.first, send.last + 1);
  return new Response(body, { status, headers });
}
