import type { OpenAPIHono } from "@hono/zod-openapi";
import { CommandId, JobId } from "../../domain/ids.ts";
import type { LiveUpdate, LiveUpdates } from "../../ports/live-updates.ts";
import type { Jobs } from "../../stores/jobs.ts";
import type { LiveMarks } from "../../stores/live-marks.ts";
import type { YotoAccounts } from "../../stores/yoto-accounts.ts";
import { changesSince } from "../../usecases/homes/changes-since.ts";
import type { AppEnv } from "../app-env.ts";
import { defineRoute } from "../define-route.ts";
import type { LiveFeed } from "../live/live-feed.ts";
import type { WireDeps } from "../live/open-wire.ts";
import { LiveEvent } from "../schema/live-event.ts";
import { jobView } from "../view/job-view.ts";
import { orderView } from "../view/order-view.ts";
import { type PlayerDeps, viewOf } from "./players.ts";

export type EventDeps = PlayerDeps &
  WireDeps & {
    readonly jobs: Jobs;
    readonly liveUpdates: LiveUpdates;
    readonly feed: LiveFeed;
    readonly accounts: YotoAccounts;
    readonly liveMarks: LiveMarks;
    readonly live?: "wire" | "asking" | undefined;
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

/** Where screens must ask: often while something plays or is being made, seldom otherwise. Each asking costs. */
const askAgainMs = { lively: 3_000, quiet: 10_000 };

/** Live updates. */
export function eventRoutes(app: OpenAPIHono<AppEnv>, deps: EventDeps): void {
  if (deps.live === "asking") {
    app.openapi(live, async (c) => {
      const lastId = c.req.header("last-event-id") ?? c.req.query("lastEventId");
      const { at, resumed, updates, lively } = await changesSince(deps, lastId);
      const againInMs = lively ? askAgainMs.lively : askAgainMs.quiet;
      const events = await Promise.all(updates.map(eventOf));
      const hello: LiveEvent = { of: "hello", resumed, againInMs };
      const told = [hello, ...events.filter((event) => event !== undefined)];
      const text = told.map((event) => `event: ${event.of}\ndata: ${JSON.stringify(event)}\nid: ${at}\n\n`);
      c.header("Content-Type", "text/event-stream");
      c.header("Cache-Control", "no-store");
      return c.body(`retry: ${againInMs}\n\n${text.join("")}`, 200);
    });
    return;
  }
  app.openapi(live, async (c) => {
    const { openWire } = await import("../live/open-wire.ts"); // not needed where screens ask
    const lastId = c.req.header("last-event-id") ?? c.req.query("lastEventId");
    return openWire(c, deps, {
      mayHear: () => true,
      async tell(stream, signal, signedOut) {
        const tell = (event: LiveEvent, id?: string) =>
          stream.writeSSE({ event: event.of, data: JSON.stringify(event), ...(id && { id }) });
        const { resumed, updates } = deps.feed.open(lastId, signal);
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
        if (signedOut.aborted) await tell({ of: "signed-out" });
      },
    });
  });

  /** What a screen needs to show the change; `undefined` when it is gone by now, or nothing to show. */
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
      case "feeds":
      case "streams":
      case "stories":
      case "cards":
      case "yoto-accounts":
      case "yoto-connections":
      case "settings":
      case "house-rules":
      case "webhooks":
        return { of: update.of };
      case "analyzer":
        return undefined;
    }
  }
}
