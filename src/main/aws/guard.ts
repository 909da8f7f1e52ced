import { z } from "zod";
import type { SignedCall } from "../../adapters/aws/signed-call.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";

const number = z.coerce.number().nonnegative();

/** What the deployment tells the guard. */
export const guardEnvSchema = z.object({
  /** `/v2/apis/<id>/stages/$default`. */
  GUARDED_STAGE: z.string().startsWith("/v2/apis/"),
  NOTICE_TOPIC: z.string(),
  NORMAL_RATE: number,
  NORMAL_BURST: number,
  BRAKED_RATE: number,
  BRAKED_BURST: number,
  BRAKED_HOURS: number,
  FALLBACK_CLUSTER: z.string().optional(),
  FALLBACK_SERVICE: z.string().optional(),
});
export type GuardEnv = z.infer<typeof guardEnvSchema>;

/** What calls the guard: an alarm by SNS, the hourly look, ECS without Spot capacity. Everything else is let pass. */
const Called = z.union([
  z.object({ Records: z.array(z.object({ Sns: z.object({ Message: z.string() }) })) }),
  z.object({ guard: z.string() }),
  z.object({ detail: z.object({ eventName: z.string() }) }),
]);
const Alarm = z.object({ AlarmName: z.string(), NewStateValue: z.string() });
const Stage = z.object({ stageVariables: z.record(z.string(), z.string()).default({}) });

/** The stage remembers by itself since when the brake is on: nothing else is needed, and a deployment takes it off. */
const since = "brakedSinceMs";

export type GuardDeps = {
  readonly call: SignedCall;
  readonly clock: Pick<Clock, "nowMs">;
  readonly log: Log;
  readonly env: GuardEnv;
};

/** Puts the brake on and takes it off: `handle` is called with whatever calls the function. */
export function createGuard({ call, clock, log, env }: GuardDeps) {
  const json = { "content-type": "application/json" };
  const setStage = (rate: number, burst: number, brakedSinceMs: number) =>
    call("apigateway", {
      method: "PATCH",
      path: env.GUARDED_STAGE,
      headers: json,
      body: JSON.stringify({
        defaultRouteSettings: { throttlingRateLimit: rate, throttlingBurstLimit: burst },
        stageVariables: { [since]: String(brakedSinceMs) },
      }),
    });
  const brakedSinceMs = async () => {
    const stage = await call("apigateway", { method: "GET", path: env.GUARDED_STAGE });
    return Number(Stage.parse(await stage.json()).stageVariables[since] ?? 0);
  };
  const tell = (Subject: string, Message: string) =>
    call("sns", {
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({
        Action: "Publish",
        Version: "2010-03-31",
        TopicArn: env.NOTICE_TOPIC,
        Subject,
        Message,
      }).toString(),
    });

  async function brake(because: string) {
    const already = (await brakedSinceMs()) > 0;
    await setStage(env.BRAKED_RATE, env.BRAKED_BURST, clock.nowMs());
    log.warn("brake-on", { because });
    if (already) return;
    await tell(
      "Yoto Smart Stream: the brake is on",
      `More calls arrived than a family makes (${because}). For ${env.BRAKED_HOURS} hours the API lets through one call in ${Math.round(1 / env.BRAKED_RATE)} seconds, so that this costs cents. Recordings on cards go on playing. To take the brake off now: yoto-smart-stream aws brake off`,
    );
  }

  async function maybeRelease() {
    const began = await brakedSinceMs();
    if (began === 0 || clock.nowMs() - began < env.BRAKED_HOURS * 3_600_000) return;
    await setStage(env.NORMAL_RATE, env.NORMAL_BURST, 0);
    log.info("brake-off", {});
    await tell("Yoto Smart Stream: the brake is off", "The API takes calls at its usual rate again.");
  }

  async function startOnDemand() {
    if (env.FALLBACK_CLUSTER === undefined) return;
    await call("ecs", {
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "AmazonEC2ContainerServiceV20141113.UpdateService",
      },
      body: JSON.stringify({
        cluster: env.FALLBACK_CLUSTER,
        service: env.FALLBACK_SERVICE,
        capacityProviderStrategy: [{ capacityProvider: "FARGATE", weight: 1 }],
        forceNewDeployment: true,
      }),
    });
    log.warn("listener-on-demand", {});
    await tell(
      "Yoto Smart Stream: the listener runs on demand",
      "There was no Spot capacity, so it was started on demand, which costs three times as much (about five dollars more a month). The next deployment goes back to Spot.",
    );
  }

  return {
    async handle(given: unknown): Promise<void> {
      const called = Called.parse(given);
      if ("guard" in called) return maybeRelease();
      if ("detail" in called)
        return called.detail.eventName === "SERVICE_TASK_PLACEMENT_FAILURE" ? startOnDemand() : undefined;
      for (const { Sns } of called.Records) {
        const alarm = Alarm.parse(JSON.parse(Sns.Message));
        if (alarm.NewStateValue === "ALARM") await brake(alarm.AlarmName);
      }
    },
  };
}
