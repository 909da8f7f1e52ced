import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { CommandId, PlayerId } from "../../domain/ids.ts";
import type { PlayerState } from "../../domain/player-state.ts";
import type { Cards } from "../../stores/cards.ts";
import type { PlayerHistory } from "../../stores/player-history.ts";
import type { Players } from "../../stores/players.ts";
import { controlPlayer } from "../../usecases/control-player.ts";
import type { OrderDeps } from "../../usecases/give-order.ts";
import type { CardLookUp } from "../../usecases/look-up-card.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { ControlAnswer, ControlRequest, Order } from "../schema/control.ts";
import { PageQuery } from "../schema/page.ts";
import { Player, type PlayerHistoryEntry, PlayerHistoryPage, PlayerPage } from "../schema/player.ts";
import { callerOf } from "../security/signed-in.ts";
import { orderView } from "../view/order-view.ts";
import { playerView } from "../view/player-view.ts";
import { wishOf } from "../wish-of.ts";

export type PlayerDeps = OrderDeps & {
  readonly players: Players;
  readonly playerHistory: PlayerHistory;
  readonly cards: Cards;
  readonly cardLookUp: CardLookUp;
};

const tags = ["Players"];
const params = z.object({ id: z.string().min(1).max(100) });

const list = defineRoute("member", {
  method: "get",
  path: "/api/players",
  tags,
  summary: "All players of all linked families",
  request: { query: PageQuery },
  responses: { 200: jsonOf(PlayerPage, "A page") },
});

const one = defineRoute("member", {
  method: "get",
  path: "/api/players/{id}",
  tags,
  summary: "One player",
  request: { params },
  responses: { 200: jsonOf(Player, "The player") },
});

const control = defineRoute("member", {
  method: "post",
  path: "/api/players/{id}/control",
  tags,
  summary: "Steer a player",
  description:
    "Answers as soon as the order is on its way. What becomes of it: `GET /api/players/{id}/orders/{orderId}`, or the live event `order`.",
  request: { params, body: bodyOf(ControlRequest) },
  responses: { 200: jsonOf(ControlAnswer, "The order") },
});

const order = defineRoute("member", {
  method: "get",
  path: "/api/players/{id}/orders/{orderId}",
  tags,
  summary: "What became of an order",
  request: { params: params.extend({ orderId: z.string().min(1).max(100) }) },
  responses: { 200: jsonOf(Order, "The order") },
});

const history = defineRoute("member", {
  method: "get",
  path: "/api/players/{id}/history",
  tags,
  summary: "What happened on a player, newest first",
  request: {
    params,
    query: PageQuery.extend({
      fromMs: z.coerce.number().int().optional(),
      toMs: z.coerce.number().int().optional(),
    }),
  },
  responses: { 200: jsonOf(PlayerHistoryPage, "A page") },
});

/** Players: what they do, steering them, their history. */
export function playerRoutes(app: OpenAPIHono<AppEnv>, deps: PlayerDeps): void {
  app.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const page = await deps.players.list({ limit, ...(cursor && { cursor }) });
    return c.json({ items: page.records.map(({ value }) => viewOf(deps, value)), cursor: page.cursor }, 200);
  });

  app.openapi(one, async (c) => {
    const found = await deps.players.find(PlayerId(c.req.valid("param").id));
    return found === undefined ? refuse(c, "not-found") : c.json(viewOf(deps, found.value), 200);
  });

  app.openapi(control, async (c) => {
    const asked = c.req.valid("json");
    const playerId = PlayerId(c.req.valid("param").id);
    const wished = wishOf(asked);
    if (!wished.ok)
      return refuse(c, "invalid-request", { details: [{ field: wished.lacks, problem: "is missing" }] });
    const done = await controlPlayer(deps, { playerId, wish: wished.wish, by: callerOf(c).name });
    if (!done.ok) return refuse(c, done.why);
    const { action } = asked;
    const view = orderView(done.record, deps.clock.nowMs());
    return c.json({ success: true as const, player_id: playerId, action, order: view }, 200);
  });

  app.openapi(order, async (c) => {
    const { id, orderId } = c.req.valid("param");
    const found = await deps.orders.get(CommandId(orderId));
    if (found === undefined || found.value.order.playerId !== id) return refuse(c, "not-found");
    return c.json(orderView(found.value, deps.clock.nowMs()), 200);
  });

  app.openapi(history, async (c) => {
    const { limit, cursor, fromMs, toMs } = c.req.valid("query");
    const page = await deps.playerHistory.page(PlayerId(c.req.valid("param").id), {
      limit,
      backwards: true,
      ...(cursor && { cursor }),
      ...(fromMs !== undefined && { fromMs }),
      ...(toMs !== undefined && { toMs }),
    });
    const items: PlayerHistoryEntry[] = page.entries.map(({ atMs, kind, facts }) => ({
      atMs,
      kind,
      facts: { ...facts },
    }));
    return c.json({ items, cursor: page.cursor }, 200);
  });
}

/** A player with what is known of its card this moment; the rest follows as a live update. */
export function viewOf(
  deps: Pick<PlayerDeps, "cardLookUp" | "clock">,
  state: PlayerState,
): ReturnType<typeof playerView> {
  const { cardId } = state.playback;
  const card = cardId === undefined ? undefined : deps.cardLookUp.known(state.accountId, cardId);
  return playerView(state, card, deps.clock.nowMs());
}
