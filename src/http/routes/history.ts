import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { stream } from "hono/streaming";
import type { CardFacts } from "../../domain/cards/card-facts.ts";
import { PlayerId, YotoCardId } from "../../domain/ids.ts";
import type { HistoryEntry as Kept } from "../../domain/players/player-history.ts";
import type { PlayerState } from "../../domain/players/player-state.ts";
import { addDays, isZone, localTime, momentOf, type ZoneName } from "../../domain/time/local-time.ts";
import { zoneOf } from "../../domain/time/zone-of.ts";
import type { ListeningDays } from "../../stores/listening-days.ts";
import type { PlayerHistory } from "../../stores/player-history.ts";
import type { Players } from "../../stores/players.ts";
import type { Settings } from "../../stores/settings.ts";
import { type LearnDeps, learnCards } from "../../usecases/cards/learn-cards.ts";
import { exportHistory } from "../../usecases/history/export-history.ts";
import { type HistoryFilter, readHistory } from "../../usecases/history/read-history.ts";
import { readStatistics } from "../../usecases/history/read-statistics.ts";
import { listenedToday } from "../../usecases/house-rules/listened-today.ts";
import type { AppEnv } from "../app-env.ts";
import { defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import {
  HistoryExportQuery,
  type HistoryFilterQuery,
  HistoryPage,
  HistoryQuery,
  HouseHistoryQuery,
  ListenedToday,
  Statistics,
  StatisticsQuery,
} from "../schema/history.ts";
import { historyView, sentenceOf, statisticsView } from "../view/history-view.ts";

export type HistoryDeps = LearnDeps & {
  readonly playerHistory: PlayerHistory;
  readonly listeningDays: ListeningDays;
  readonly players: Players;
  readonly settings: Settings;
};

type Names = {
  readonly player: (playerId: string) => string | undefined;
  readonly zone: (playerId: string | undefined) => ZoneName | undefined;
  /** What we know of these cards; what we do not is asked for, for a moment. */
  readonly cards: (cardIds: readonly string[]) => Promise<(cardId: string) => CardFacts | undefined>;
  readonly cardsOf: (entries: readonly Kept[]) => Promise<(entry: Kept) => CardFacts | undefined>;
};

const tags = ["History"];
const params = z.object({ id: z.string().min(1).max(100) });
const attributed =
  "Players do not report their buttons. `cause` and `confidence` say who did it as far as the reports show, and how sure that is. A page may be short although more follows: go by `cursor`.";

const house = defineRoute("member", {
  method: "get",
  path: "/api/history",
  tags,
  summary: "What happened on all players, newest first",
  description: attributed,
  request: { query: HouseHistoryQuery },
  responses: { 200: jsonOf(HistoryPage, "A page") },
});
const ofPlayer = defineRoute("member", {
  method: "get",
  path: "/api/players/{id}/history",
  tags,
  summary: "What happened on a player, newest first",
  description: attributed,
  request: { params, query: HistoryQuery },
  responses: { 200: jsonOf(HistoryPage, "A page") },
});
const exported = defineRoute("member", {
  method: "get",
  path: "/api/history/export",
  tags,
  summary: "A history as a file, newest first",
  request: { query: HistoryExportQuery },
  responses: {
    200: {
      description: "The file",
      content: { "text/csv": { schema: z.string() }, "application/json": { schema: z.array(z.unknown()) } },
    },
  },
});
const statistics = defineRoute("member", {
  method: "get",
  path: "/api/statistics",
  tags,
  summary: "What was listened to: by day, week, hour, card and player",
  request: { query: StatisticsQuery },
  responses: { 200: jsonOf(Statistics, "The sums") },
});
const today = defineRoute("member", {
  method: "get",
  path: "/api/players/{id}/listened-today",
  tags,
  summary: "How long a player was listened to today",
  request: { params },
  responses: { 200: jsonOf(ListenedToday, "Since midnight on the player's wall") },
});

/** What players did, and what was listened to. */
export function historyRoutes(app: OpenAPIHono<AppEnv>, deps: HistoryDeps): void {
  const zoneOfHouse = async () => (await deps.settings.get("time-zone")).value;

  app.openapi(house, async (c) => {
    const { player, ...query } = c.req.valid("query");
    return c.json(await pageOf(query, player), 200);
  });

  app.openapi(ofPlayer, async (c) => {
    return c.json(await pageOf(c.req.valid("query"), c.req.valid("param").id), 200);
  });

  app.openapi(exported, async (c) => {
    const { player, format, ...query } = c.req.valid("query");
    const names = await namesNow();
    const filter = await filterOf(query, player, names);
    const tell = async (entries: readonly Kept[]) => {
      const cardOf = await names.cardsOf(entries);
      return entries.map((entry) => ({
        player: names.player(entry.playerId) ?? entry.playerId,
        sentence: sentenceOf(entry, cardOf(entry)),
      }));
    };
    const { date } = localTime(deps.clock.nowMs(), await zoneOfHouse());
    c.header("Content-Type", format === "csv" ? "text/csv; charset=utf-8" : "application/json");
    c.header("Content-Disposition", `attachment; filename="history-${date}.${format}"`);
    c.header("Cache-Control", "no-store");
    return stream(c, async (out) => {
      for await (const piece of exportHistory({ ...deps, tell }, filter, format)) {
        if (out.aborted) return;
        await out.write(piece);
      }
    });
  });

  app.openapi(statistics, async (c) => {
    const { player, days, ...asked } = c.req.valid("query");
    const to = asked.to ?? localTime(deps.clock.nowMs(), await zoneOfHouse()).date;
    const from = asked.from ?? addDays(to, 1 - days);
    const [sums, names] = await Promise.all([
      readStatistics(deps, { from, to, ...(player !== undefined && { playerId: PlayerId(player) }) }),
      namesNow(),
    ]);
    const card = await names.cards(sums.cards.map(({ cardId }) => cardId));
    return c.json(statisticsView(sums, { ...names, card }), 200);
  });

  app.openapi(today, async (c) => {
    const found = await deps.players.find(PlayerId(c.req.valid("param").id));
    if (found === undefined) return refuse(c, "not-found");
    const zone = zoneOf(found.value, await zoneOfHouse());
    const listenedMs = await listenedToday(deps, found.value, zone);
    return c.json({ date: localTime(deps.clock.nowMs(), zone).date, listenedMs }, 200);
  });

  async function filterOf(
    { kind, card, day, fromMs, toMs }: z.infer<typeof HistoryFilterQuery>,
    player: string | undefined,
    names: Names,
  ): Promise<HistoryFilter> {
    // A day of a player is a day on its own wall.
    const zone = day === undefined ? undefined : (names.zone(player) ?? (await zoneOfHouse()));
    const from = day !== undefined && zone !== undefined ? momentOf(day, 0, zone) : fromMs;
    const to = day !== undefined && zone !== undefined ? momentOf(addDays(day, 1), 0, zone) - 1 : toMs;
    return {
      ...(player !== undefined && { playerId: PlayerId(player) }),
      ...(kind !== undefined && { kinds: kind }),
      ...(card !== undefined && { cardId: card }),
      ...(from !== undefined && { fromMs: from }),
      ...(to !== undefined && { toMs: to }),
    };
  }

  async function pageOf(
    { limit, cursor, ...query }: z.infer<typeof HistoryQuery>,
    player: string | undefined,
  ) {
    const names = await namesNow();
    const filter = await filterOf(query, player, names);
    const page = await readHistory(deps, filter, { limit, ...(cursor !== undefined && { cursor }) });
    const cardOf = await names.cardsOf(page.entries);
    const items = page.entries.map((entry) => historyView(entry, cardOf(entry)));
    return { items, cursor: page.cursor };
  }

  /** Players by id, and their cards as soon as they are spoken of. */
  async function namesNow(): Promise<Names> {
    const players = new Map<string, PlayerState>();
    const { records } = await deps.players.list({ limit: 1000 });
    for (const { value } of records) if (!players.has(value.playerId)) players.set(value.playerId, value);
    const anyAccount = records[0]?.value.accountId;
    const learn = async (wanted: readonly { readonly cardId: unknown; readonly playerId?: string }[]) => {
      const asked = wanted.flatMap(({ cardId, playerId = "" }) => {
        const account = players.get(playerId)?.accountId ?? anyAccount;
        if (typeof cardId !== "string" || account === undefined) return [];
        return [[account, YotoCardId(cardId)] as const];
      });
      return learnCards(deps, asked);
    };
    return {
      player: (playerId) => players.get(playerId)?.name,
      zone: (player) => {
        const zone = player === undefined ? undefined : players.get(player)?.timezone;
        return zone !== undefined && isZone(zone) ? zone : undefined;
      },
      cards: async (cardIds) => {
        const known = await learn(cardIds.map((cardId) => ({ cardId })));
        return (cardId) => known(YotoCardId(cardId));
      },
      cardsOf: async (entries) => {
        const known = await learn(
          entries.map(({ playerId, facts }) => ({ playerId, cardId: facts["cardId"] })),
        );
        return ({ facts: { cardId } }) =>
          typeof cardId === "string" ? known(YotoCardId(cardId)) : undefined;
      },
    };
  }
}
