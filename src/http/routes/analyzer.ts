import type { OpenAPIHono } from "@hono/zod-openapi";
import { streamSSE } from "hono/streaming";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { Analyzer, Analyzed as Seen } from "../../usecases/analyzer.ts";
import type { AppEnv } from "../app-env.ts";
import { defineRoute, jsonOf } from "../define-route.ts";
import type { SessionEnds } from "../live/session-ends.ts";
import { refuse } from "../refuse.ts";
import { Analyzed, AnalyzedList, AnalyzedQuery } from "../schema/analyzer.ts";
import { type CallerDeps, callerOf, whoShows } from "../security/signed-in.ts";

export type AnalyzerDeps = CallerDeps & {
  /** Of the listener in this process; absent where it runs elsewhere. */
  readonly analyzer?: Analyzer | undefined;
  readonly sessionEnds: SessionEnds;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
};

const tags = ["Analyzer"];
const recent = defineRoute("admin", {
  method: "get",
  path: "/api/analyzer",
  tags,
  summary: "What players said and fetched, raw, with what was made of it; newest first",
  description:
    "The last ten thousand, in the memory of the process that listens. Never with tokens or the secrets of streams.",
  request: { query: AnalyzedQuery },
  responses: { 200: jsonOf(AnalyzedList, "The entries") },
});
const live = defineRoute("admin", {
  method: "get",
  path: "/api/analyzer/events",
  tags,
  summary: "The same as it happens, as server-sent events",
  request: { query: AnalyzedQuery.pick({ player: true, is: true, text: true }) },
  responses: {
    200: { description: "Each entry as `data`", content: { "text/event-stream": { schema: Analyzed } } },
  },
});

const heartbeatMs = 15_000;
/** Who reads too slowly misses some: the numbers show it. */
const waitingMost = 500;

/** What crossed the wires, to be looked at. */
export function analyzerRoutes(app: OpenAPIHono<AppEnv>, deps: AnalyzerDeps): void {
  const { analyzer } = deps;

  app.openapi(recent, (c) => {
    if (analyzer === undefined) return refuse(c, "listener-elsewhere");
    const { limit, player, is, text, before } = c.req.valid("query");
    const wanted = {
      ...(player !== undefined && { playerId: player }),
      ...(is !== undefined && { is }),
      ...(text !== undefined && { text }),
      ...(before !== undefined && { before }),
    };
    return c.json({ items: analyzer.recent(wanted, limit).map(viewOf) }, 200);
  });

  app.openapi(live, (c) => {
    if (analyzer === undefined) return refuse(c, "listener-elsewhere");
    const { player, is, text } = c.req.valid("query");
    const wanted = {
      ...(player !== undefined && { playerId: player }),
      ...(is !== undefined && { is }),
      ...(text !== undefined && { text }),
    };
    const shown = whoShows(c);
    const ended = deps.sessionEnds.watch(callerOf(c).id);
    const left = new AbortController();
    const signal = AbortSignal.any([left.signal, ended.signal, deps.signal]);
    c.header("Cache-Control", "no-store");
    c.header("X-Accel-Buffering", "no");
    return streamSSE(c, async (stream) => {
      stream.onAbort(() => left.abort());
      const waiting: Seen[] = [];
      let wake = () => {};
      const stop = analyzer.watch(wanted, (entry) => {
        waiting.push(entry);
        if (waiting.length > waitingMost) waiting.shift();
        wake();
      });
      const onEnd = () => wake();
      signal.addEventListener("abort", onEnd, { once: true });
      const beating = beat();
      try {
        await stream.write(": listening\n\n");
        while (!signal.aborted) {
          const next = waiting.shift();
          if (next === undefined) await new Promise<void>((resolve) => (wake = resolve));
          else await stream.writeSSE({ data: JSON.stringify(viewOf(next)), id: String(next.number) });
        }
      } finally {
        stop();
        left.abort();
        ended.forget();
        await beating;
      }

      /** Keeps the connection alive, and looks whether the person still may see this. */
      async function beat(): Promise<void> {
        try {
          for (;;) {
            await deps.clock.sleep(heartbeatMs, signal);
            const caller = shown === undefined ? undefined : await deps.findCaller(shown);
            if (caller?.role !== "admin") return left.abort();
            await stream.write(": still here\n\n");
          }
        } catch (error) {
          if (!signal.aborted) deps.log.warn("analyzer-heartbeat-failed", { error });
          left.abort();
        }
      }
    });
  });
}

function viewOf(entry: Seen): Analyzed {
  if (entry.is === "stream-request") return { ...entry };
  const actions = entry.actions.map((each) => ({ ...each }));
  if (entry.is === "settled") return { ...entry, actions };
  return { ...entry, actions, read: { ...entry.read }, changed: { ...entry.changed } };
}
