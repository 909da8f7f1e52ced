import type { OpenAPIHono, z } from "@hono/zod-openapi";
import type { AnalyzedWanted, Analyzed as Seen } from "../../domain/analyzed.ts";
import type { Analyzer } from "../../ports/analyzer.ts";
import type { AppEnv } from "../app-env.ts";
import { defineRoute, jsonOf } from "../define-route.ts";
import { openWire, type WireDeps } from "../live/open-wire.ts";
import { Analyzed, AnalyzedEventsQuery, AnalyzedList, AnalyzedQuery } from "../schema/analyzer.ts";

export type AnalyzerDeps = WireDeps & {
  readonly analyzer: Analyzer;
  readonly live?: "wire" | "asking" | undefined;
};

const tags = ["Analyzer"];
const recent = defineRoute("admin", {
  method: "get",
  path: "/api/analyzer",
  tags,
  summary: "What players said and fetched, raw, with what was made of it; newest first",
  description:
    "The last ten thousand since the start; where players are listened to by another process, what it heard of late while somebody looked. Never with tokens or the secrets of streams.",
  request: { query: AnalyzedQuery },
  responses: { 200: jsonOf(AnalyzedList, "The entries") },
});
const live = defineRoute("admin", {
  method: "get",
  path: "/api/analyzer/events",
  tags,
  summary: "The same as it happens, as server-sent events",
  description:
    "An entry may come twice, go by its `id`; one that was heard later never comes late by more than seconds.",
  request: { query: AnalyzedEventsQuery },
  responses: {
    200: { description: "Each entry as `data`", content: { "text/event-stream": { schema: Analyzed } } },
  },
});

/** Where screens must ask, they do so every other second. */
const askAgainMs = 2_000;
/** Who is further behind misses some. */
const toldAtOnce = 500;

/** What crossed the wires, to be looked at. */
export function analyzerRoutes(app: OpenAPIHono<AppEnv>, deps: AnalyzerDeps): void {
  const { analyzer } = deps;

  app.openapi(recent, async (c) => {
    const { limit, before, ...query } = c.req.valid("query");
    const wanted = { ...wantedOf(query), ...(before !== undefined && { before }) };
    const { entries, upTo } = await analyzer.recent(wanted, limit);
    return c.json({ items: entries.map(viewOf), upTo }, 200);
  });

  app.openapi(live, async (c) => {
    const query = c.req.valid("query");
    const wanted = wantedOf(query);
    const from = c.req.header("last-event-id") ?? query.after ?? (await analyzer.recent({}, 0)).upTo;
    if (deps.live === "asking") {
      c.header("Cache-Control", "no-store");
      const { entries, upTo } = await analyzer.recent({ ...wanted, after: from }, toldAtOnce);
      const told = entries.toReversed().map((entry) => `data: ${JSON.stringify(viewOf(entry))}\n\n`);
      c.header("Content-Type", "text/event-stream");
      return c.body(`retry: ${askAgainMs}\nid: ${upTo}\n\n${told.join("")}`, 200);
    }
    return openWire(c, deps, {
      mayHear: ({ role }) => role === "admin",
      async tell(stream, signal) {
        await stream.write(": listening\n\n");
        for (let after = from; !signal.aborted; await analyzer.more(after, signal)) {
          const { entries, upTo } = await analyzer.recent({ ...wanted, after }, toldAtOnce);
          for (const entry of entries.toReversed())
            await stream.writeSSE({
              data: JSON.stringify(viewOf(entry)),
              // Who comes back after half of them is told all of them again.
              ...(entry === entries[0] && { id: upTo }),
            });
          after = upTo;
        }
      },
    });
  });
}

function wantedOf({ player, is, text }: z.infer<typeof AnalyzedEventsQuery>): AnalyzedWanted {
  return {
    ...(player !== undefined && { playerId: player }),
    ...(is !== undefined && { is }),
    ...(text !== undefined && { text }),
  };
}

function viewOf(entry: Seen): Analyzed {
  if (entry.is === "stream-request") return { ...entry };
  const actions = entry.actions.map((each) => ({ ...each }));
  if (entry.is === "settled") return { ...entry, actions };
  return { ...entry, actions, read: { ...entry.read }, changed: { ...entry.changed } };
}
