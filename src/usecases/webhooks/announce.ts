import { createHash } from "node:crypto";
import type { JsonObject } from "../../domain/json.ts";
import type { HistoryEntry } from "../../domain/players/player-history.ts";
import { type Webhook, wants } from "../../domain/webhook.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { Deliveries } from "../../stores/deliveries.ts";
import type { Webhooks } from "../../stores/webhooks.ts";
import type { HistoryBook } from "../history/history-book.ts";

export type AnnounceDeps = {
  readonly webhooks: Webhooks;
  readonly deliveries: Deliveries;
  readonly liveUpdates: LiveUpdates;
  readonly clock: Clock;
};

/** How long a new webhook may take to be noticed by a listener elsewhere. */
const rememberedMs = 5_000;

/**
 * A book that tells webhooks of what is written into it. An entry that comes again after a crash is announced again under the
 * same id, and so only once. `listened` is added up all day long and told nobody.
 */
export function announcingBook(book: HistoryBook, deps: AnnounceDeps): HistoryBook {
  let hooks: readonly Webhook[] = [];
  let readAtMs = Number.NEGATIVE_INFINITY;
  const hooksNow = async () => {
    const nowMs = deps.clock.nowMs();
    if (Math.abs(nowMs - readAtMs) >= rememberedMs) {
      hooks = await deps.webhooks.list();
      readAtMs = nowMs;
    }
    return hooks;
  };
  return {
    async add(entry, zone) {
      await book.add(entry, zone);
      if (entry.kind === "listened") return;
      for (const hook of await hooksNow()) if (wants(hook, entry)) await announce(deps, hook, entry);
    },
  };
}

async function announce(deps: AnnounceDeps, { id: webhookId }: Webhook, entry: HistoryEntry): Promise<void> {
  const { playerId, atMs, key, kind, facts } = entry;
  const id = `msg_${createHash("sha256")
    .update(JSON.stringify([webhookId, playerId, atMs, key]))
    .digest("base64url")}`;
  await queueMessage(deps, { id, webhookId, kind, atMs, data: { playerId, ...facts } });
}

/** Puts a message to a webhook in line. The time in it is when it happened. */
export async function queueMessage(
  deps: AnnounceDeps,
  message: {
    readonly id: string;
    readonly webhookId: string;
    readonly kind: string;
    readonly atMs: number;
    readonly data: JsonObject;
  },
): Promise<void> {
  const { id, webhookId, kind, atMs, data } = message;
  const body = JSON.stringify({ type: `player.${kind}`, timestamp: new Date(atMs).toISOString(), data });
  const added = await deps.deliveries.add({
    id,
    webhookId,
    body,
    kind,
    createdAtMs: atMs,
    attempts: 0,
    state: "waiting",
    nextAtMs: deps.clock.nowMs(),
  });
  if (added) deps.liveUpdates.publish({ of: "webhooks" });
}
