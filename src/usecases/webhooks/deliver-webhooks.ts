import { createHmac } from "node:crypto";
import { type Delivery, retryAfterMs, type Webhook } from "../../domain/webhook.ts";
import type { Chance } from "../../ports/chance.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { Log } from "../../ports/log.ts";
import { SealBroken } from "../../ports/secrets.ts";
import { Unavailable } from "../../ports/unavailable.ts";
import { type Web, WebRefused } from "../../ports/web.ts";
import type { Deliveries } from "../../stores/deliveries.ts";
import type { Versioned } from "../../stores/records.ts";
import type { Webhooks } from "../../stores/webhooks.ts";

export type DeliverDeps = {
  readonly webhooks: Webhooks;
  readonly deliveries: Deliveries;
  /** `home` also reaches addresses of the home's own network. */
  readonly webs: { readonly internet: Pick<Web, "post">; readonly home: Pick<Web, "post"> };
  readonly liveUpdates: LiveUpdates;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
};

/** Whoever takes a message has it for so long; then it is free again. */
const inHandsMs = 60_000;
const answerWithinMs = 15_000;
/** One slow receiver holds up itself only: the places of the others are theirs. */
const atOnce = 24;
const atOnceForOne = 3;
const pageSize = 50;
/** Who puts a message in line wakes us; this finds what was left by a process that died. */
const lookEveryMs = 60_000;

/**
 * Delivers what waits, until the signal: each message at least once, signed after Standard Webhooks, and again with growing
 * waits until it is taken. What was under way when a process died is free again after a minute.
 * @see https://www.standardwebhooks.com
 */
export async function deliverWebhooks(deps: DeliverDeps, signal: AbortSignal): Promise<void> {
  const { clock, log } = deps;
  let wake = () => {};
  const hearing = (async () => {
    for await (const update of deps.liveUpdates.subscribe(signal)) if (update.of === "webhooks") wake();
  })();
  const underWay = new Map<string, { readonly webhookId: string; readonly done: Promise<void> }>();
  const begin = (found: Versioned<Delivery>) => {
    const { id, webhookId } = found.value;
    const done = deliver(deps, found, signal)
      .catch((error: unknown) => {
        // The table does not answer: at once it would not either.
        log.warn("webhook-not-delivered", { webhook: webhookId, error });
        return clock.sleep(lookEveryMs, signal).catch(() => {});
      })
      .finally(() => {
        underWay.delete(id);
        wake();
      });
    underWay.set(id, { webhookId, done });
  };
  while (!signal.aborted) {
    const woken = new AbortController();
    wake = () => woken.abort();
    const waitMs = await beginDue(deps, underWay, begin).catch((error: unknown) => {
      log.warn("webhooks-not-delivered", { error });
      return lookEveryMs;
    });
    await clock.sleep(waitMs, AbortSignal.any([signal, woken.signal])).catch(() => {});
  }
  await Promise.all([...underWay.values()].map(({ done }) => done));
  await hearing.catch(() => {});
}

/** Begins what is due and has a place; answers when to look again, should nothing come to an end before. */
async function beginDue(
  { clock, deliveries }: DeliverDeps,
  underWay: ReadonlyMap<string, { readonly webhookId: string }>,
  begin: (found: Versioned<Delivery>) => void,
): Promise<number> {
  const underWayFor = (hook: string) =>
    [...underWay.values()].filter(({ webhookId }) => webhookId === hook).length;
  let cursor: string | undefined;
  do {
    const page = await deliveries.waiting({ limit: pageSize, ...(cursor !== undefined && { cursor }) });
    for (const found of page.records) {
      const { id, webhookId, nextAtMs } = found.value;
      const waitMs = nextAtMs - clock.nowMs();
      if (waitMs > 0) return Math.min(lookEveryMs, waitMs);
      if (underWay.size >= atOnce) return lookEveryMs;
      if (!underWay.has(id) && underWayFor(webhookId) < atOnceForOne) begin(found);
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  return lookEveryMs;
}

async function deliver(deps: DeliverDeps, found: Versioned<Delivery>, signal: AbortSignal): Promise<void> {
  const { clock, deliveries, log } = deps;
  const taken: Delivery = {
    ...found.value,
    attempts: found.value.attempts + 1,
    nextAtMs: clock.nowMs() + inHandsMs,
  };
  const claim = await deliveries.write(taken, found.version);
  if (!claim.ok) return;
  const outcome = await attempt(deps, taken, signal).catch((error: unknown) => {
    log.error("webhook-attempt-broke", { webhook: taken.webhookId, error });
    return { took: false, again: true, told: "something broke here; the log says what" } as const;
  });
  if (signal.aborted && !outcome.took) return;
  await deliveries.write(after(taken, outcome, deps), claim.version);
  deps.liveUpdates.publish({ of: "webhooks" });
}

type Outcome = {
  readonly took: boolean;
  /** Whether another attempt could go better. */
  readonly again: boolean;
  readonly told: string;
  readonly status?: number;
};

function after(delivery: Delivery, outcome: Outcome, { clock, chance }: DeliverDeps): Delivery {
  const { told, status } = outcome;
  const tried = { ...delivery, told, ...(status !== undefined && { status }) };
  if (outcome.took) return { ...tried, state: "delivered" };
  const waitMs = outcome.again ? retryAfterMs(delivery.attempts, chance.fraction()) : undefined;
  if (waitMs === undefined) return { ...tried, state: "given-up" };
  return { ...tried, nextAtMs: clock.nowMs() + waitMs };
}

async function attempt(deps: DeliverDeps, delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
  const hook: Webhook | undefined = await deps.webhooks.get(delivery.webhookId);
  if (hook === undefined) return { took: false, again: false, told: "the webhook was deleted" };
  const web = hook.mayReachHome ? deps.webs.home : deps.webs.internet;
  const patience = AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]);
  try {
    const secret = await deps.webhooks.secretOf(hook.id);
    if (secret === undefined) return { took: false, again: false, told: "the webhook was deleted" };
    const { status, body } = await web.post(new URL(hook.url), {
      headers: signedHeaders(secret, delivery, deps.clock.nowMs()),
      body: delivery.body,
      signal: patience,
    });
    await body.cancel().catch(() => {});
    if (status >= 200 && status < 300)
      return { took: true, again: false, told: `answered ${status}`, status };
    return { took: false, again: status !== 410, told: `answered ${status}`, status };
  } catch (error) {
    if (error instanceof WebRefused)
      return {
        took: false,
        again: error.why !== "not-http",
        told:
          error.why === "private-address"
            ? "the address is inside a home or company network, where this webhook may not go"
            : error.message,
      };
    if (error instanceof Unavailable) return { took: false, again: true, told: error.message };
    if (error instanceof SealBroken)
      return {
        took: false,
        again: false,
        told: "its signing secret cannot be opened; make the webhook anew",
      };
    if (patience.aborted) return { took: false, again: true, told: "no answer in 15 seconds" };
    throw error;
  }
}

/** Headers after Standard Webhooks: id, time in seconds, and HMAC-SHA256 over both and the body. */
export function signedHeaders(
  secret: string,
  { id, body }: Pick<Delivery, "id" | "body">,
  nowMs: number,
): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signature}`,
  };
}
