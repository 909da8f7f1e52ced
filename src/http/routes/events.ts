import type { OpenAPIHono } from "@hono/zod-openapi";
import { streamSSE } from "hono/streaming";
import { CommandId, JobId } from "../../domain/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LiveUpdate, LiveUpdates } from "../../ports/live-updates.ts";
import type { Log } from "../../ports/log.ts";
import type { Jobs } from "../../stores/jobs.ts";
import type { AppEnv } from "../app-env.ts";
import { defineRoute } from "../define-route.ts";
import type { LiveFeed } from "../live/live-feed.ts";
import type { SessionEnds } from "../live/session-ends.ts";
import { LiveEvent } from "../schema/live-event.ts";
import { type CallerDeps, callerOf, whoShows } from "../security/signed-in.ts";
import { jobView } from "../view/job-view.ts";
import { orderView } from "../view/order-view.ts";
import { type PlayerDeps, viewOf } from "./players.ts";

export type EventDeps = PlayerDeps &
  CallerDeps & {
    readonly jobs: Jobs;
    readonly clock: Clock;
    readonly log: Log;
    readonly liveUpdates: LiveUpdates;
    readonly feed: LiveFeed;
    readonly sessionEnds: SessionEnds;
    /** Ends live connections when the process stops. */
    readonly signal: AbortSignal;
  };

const live = defineRoute("member", {
  method: "get",
  path: "/api/events",
  tags: ["Live updates"],
  summary: "Changes as they happen, as server-sent events",
  description:
    "Starts with `hello`. Reconnect with `Last-Event-ID` (browsers do) to get what was missed; where that is not possible, `hello` says `resumed: false`: read everything you show. Ends with the session.",
  responses: {
    200: {
      description: "Events; `event` is `of`, `data` the whole",
      content: { "text/event-stream": { schema: LiveEvent } },
    },
  },
});

/** Often enough that no proxy takes the connection for dead. */
const heartbeatMs = 15_000;

/** Live updates. */
export function eventRoutes(app: OpenAPIHono<AppEnv>, deps: EventDeps): void {
  app.openapi(live, (c) => {
    const caller = callerOf(c);
    const shown = whoShows(c);
    c.header("Cache-Control", "no-store");
    c.header("X-Accel-Buffering", "no");
    const ended = deps.sessionEnds.watch(caller.id);
    const left = new AbortController();
    const signal = AbortSignal.any([left.signal, ended.signal, deps.signal]);
    return streamSSE(c, async (stream) => {
      stream.onAbort(() => left.abort());
      const tell = (event: LiveEvent, id?: string) =>
        stream.writeSSE({ event: event.of, data: JSON.stringify(event), ...(id && { id }) });
      const lastId = c.req.header("last-event-id") ?? c.req.query("lastEventId");
      const { resumed, updates } = deps.feed.open(lastId, signal);
      const beating = beat();
      try {
        await tell({ of: "hello", resumed });
        for await (const each of updates) {
          if (each === "gap") {
            await tell({ of: "hello", resumed: false });
            continue;
          }
          const { id, update } = each;
          const event = await eventOf(update);
          if (event !== undefined) await tell(event, id);
        }
        if (ended.signal.aborted) await tell({ of: "signed-out" });
      } finally {
        left.abort();
        ended.forget();
        await beating;
      }

      /** Keeps the connection alive, and looks whether the session still is. */
      async function beat(): Promise<void> {
        try {
          for (;;) {
            await deps.clock.sleep(heartbeatMs, signal);
            if (shown === undefined || (await deps.findCaller(shown)) === undefined)
              return deps.sessionEnds.end(caller.id);
            await stream.write(": still here\n\n");
          }
        } catch (error) {
          if (!signal.aborted) deps.log.warn("live-heartbeat-failed", { error });
          left.abort();
        }
      }
    });
  });

  /** What a screen needs to show the change; `undefined` when it is gone by now. */
  async function eventOf(update: LiveUpdate): Promise<LiveEvent | undefined> {
    switch (update.of) {
      case "player": {
        const found = await deps.players.find(update.playerId);
        return found && { of: "player", player: viewOf(deps, found.value) };
      }
      case "order": {
        const found = await deps.orders.get(CommandId(update.orderId));
        return found && { of: "order", order: orderView(found.value, deps.clock.nowMs()) };
      }
      case "job": {
        const found = await deps.jobs.get(JobId(update.jobId));
        return found && { of: "job", job: jobView(found.value) };
      }
      case "player-settings":
        return { of: "player-settings", playerId: update.playerId };
      case "players":
      case "audio":
      case "streams":
      case "cards":
      case "yoto-accounts":
      case "settings":
      case "house-rules":
        return { of: update.of };
    }
  }
}
