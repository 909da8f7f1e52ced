import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { CommandId, PlayerId } from "../../domain/ids.ts";
import { beganApartMs } from "../../domain/players/joint-start.ts";
import type { PlayerState } from "../../domain/players/player-state.ts";
import type { JointStarts } from "../../stores/joint-starts.ts";
import { type ControlDeps, controlPlayer } from "../../usecases/players/control-player.ts";
import { controlPlayers } from "../../usecases/players/control-players.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { errorCodes } from "../error-codes.ts";
import { readControlRequest } from "../read-control-request.ts";
import { refuse } from "../refuse.ts";
import { refuseFields } from "../refuse-fields.ts";
import {
  ControlAnswer,
  ControlManyAnswer,
  ControlManyRequest,
  ControlRequest,
  JointStart,
  Order,
} from "../schema/control.ts";
import { PageQuery } from "../schema/page.ts";
import { Player, PlayerPage } from "../schema/player.ts";
import { callerOf } from "../security/signed-in.ts";
import { orderView } from "../view/order-view.ts";
import { playerView } from "../view/player-view.ts";

export type PlayerDeps = ControlDeps & {
  readonly jointStarts: JointStarts;
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

const controlMany = defineRoute("member", {
  method: "post",
  path: "/api/players/control",
  tags,
  summary: "Steer several players, or all",
  description:
    "Each player gets an order of its own, or a refusal with its reason. With `together` they begin at one moment; `GET /api/players/joint-starts/{id}` tells how far apart they really began.",
  request: { body: bodyOf(ControlManyRequest) },
  responses: { 200: jsonOf(ControlManyAnswer, "What was asked of each") },
});

const jointStart = defineRoute("member", {
  method: "get",
  path: "/api/players/joint-starts/{id}",
  tags,
  summary: "How far apart players began that were started together",
  request: { params },
  responses: { 200: jsonOf(JointStart, "The start") },
});

const order = defineRoute("member", {
  method: "get",
  path: "/api/players/{id}/orders/{orderId}",
  tags,
  summary: "What became of an order",
  request: { params: params.extend({ orderId: z.string().min(1).max(100) }) },
  responses: { 200: jsonOf(Order, "The order") },
});

/** Players: what they do, steering them. */
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
    const wished = readControlRequest(asked);
    if (!wished.ok) return refuseFields(c, [wished]);
    const done = await controlPlayer(deps, { playerId, wish: wished.wish, by: callerOf(c).name });
    if (!done.ok) return refuse(c, done.why);
    const { action } = asked;
    const view = orderView(done.record, deps.clock.nowMs());
    return c.json({ success: true as const, player_id: playerId, action, order: view }, 200);
  });

  app.openapi(controlMany, async (c) => {
    const { players: ids, together, request } = c.req.valid("json");
    const wished = readControlRequest(request);
    if (!wished.ok) return refuseFields(c, [{ ...wished, field: `request.${wished.field}` }]);
    const done = await controlPlayers(deps, {
      ...(ids !== undefined && { playerIds: ids.map(PlayerId) }),
      wish: wished.wish,
      by: callerOf(c).name,
      together,
    });
    const items = done.each.map(({ playerId, name, result }) => ({
      playerId,
      ...(name !== undefined && { name }),
      ...(result.ok
        ? { order: orderView(result.record, deps.clock.nowMs()) }
        : { refused: { code: result.why, message: errorCodes[result.why].message } }),
    }));
    return c.json({ items, ...(done.jointStart && { jointStartId: done.jointStart.id }) }, 200);
  });

  app.openapi(jointStart, async (c) => {
    const found = await deps.jointStarts.get(c.req.valid("param").id);
    if (found === undefined) return refuse(c, "not-found");
    const records = await Promise.all(found.orders.map(({ orderId }) => deps.orders.get(orderId)));
    const orders = records.flatMap((each) =>
      each === undefined ? [] : [orderView(each.value, deps.clock.nowMs())],
    );
    const outcomes = records.flatMap((each) => (each === undefined ? [] : [each.value.outcome]));
    const apartMs = beganApartMs(found, outcomes, deps.clock.nowMs());
    const { id, sendAtMs } = found;
    return c.json({ id, sendAtMs, orders, ...(apartMs !== undefined && { apartMs }) }, 200);
  });

  app.openapi(order, async (c) => {
    const { id, orderId } = c.req.valid("param");
    const found = await deps.orders.get(CommandId(orderId));
    if (found === undefined || found.value.order.playerId !== id) return refuse(c, "not-found");
    return c.json(orderView(found.value, deps.clock.nowMs()), 200);
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
