import { signal } from "@preact/signals";
import type { ControlAnswer, ControlRequest, Order } from "../../../src/http/schema/control.ts";
import type { Player } from "../../../src/http/schema/player.ts";
import { ApiFailure } from "../api/api-failure.ts";
import { onLive } from "../api/live.ts";
import { request } from "../api/request.ts";
import { serverNowMs } from "../api/server-clock.ts";
import { outcomeWords } from "./outcome-words.ts";
import { dropWish, wish, wishes } from "./wishes.ts";
import { type CommandRequest, isGranted } from "./with-wish.ts";

/** What went wrong with the last thing asked of a player, and how to ask again. */
export type Trouble = {
  readonly message: string;
  readonly hint?: string | undefined;
  readonly again: () => void;
};

/** Troubles to show, by player. */
export const troubles = signal<ReadonlyMap<string, Trouble>>(new Map());

type Asked = { readonly playerId: string; readonly playerName: string; readonly again: () => void };
const open = new Map<string, Asked>();
/** Outcomes can overtake the answer to the request that caused them. */
const early = new Map<string, Order>();
const wishLivesMs = 12_000;
const graceMs = 1000;

/**
 * Asks something of a player: the screen shows `hoped` at once, and the truth when the order ends otherwise. Never rejects.
 */
export async function order(
  player: Pick<Player, "id" | "name">,
  asked: ControlRequest,
  hoped: Omit<CommandRequest, "madeAtMs"> = {},
): Promise<void> {
  const again = () => void order(player, asked, hoped);
  dismissTrouble(player.id);
  const made = { ...hoped, madeAtMs: serverNowMs() };
  if (Object.keys(hoped).length > 0) wish(player.id, made);
  setTimeout(() => {
    if (wishes.value.get(player.id)?.madeAtMs === made.madeAtMs) dropWish(player.id);
  }, wishLivesMs);
  try {
    const path = `/api/players/${encodeURIComponent(player.id)}/control`;
    const answer = await request<ControlAnswer>("POST", path, { body: asked });
    open.set(answer.order.id, { playerId: player.id, playerName: player.name, again });
    heard(early.get(answer.order.id) ?? answer.order);
    early.delete(answer.order.id);
    if (open.has(answer.order.id))
      setTimeout(
        () => void ask(answer.order),
        Math.max(0, answer.order.expiresAtMs - serverNowMs()) + graceMs,
      );
  } catch (thrown) {
    const { message, hint } = ApiFailure.of(thrown);
    fail(player.id, { message, hint, again });
  }
}

/** Asks what became of an order whose end we did not hear of, as happens while live updates are interrupted. */
async function ask({ id, playerId }: Order) {
  if (!open.has(id)) return;
  const path = `/api/players/${encodeURIComponent(playerId)}/orders/${encodeURIComponent(id)}`;
  try {
    heard(await request<Order>("GET", path));
  } catch {
    open.delete(id); // the page already says that it does not reach the server
  }
}

/** Takes the trouble of a player off the screen. */
export function dismissTrouble(playerId: string): void {
  if (!troubles.value.has(playerId)) return;
  const next = new Map(troubles.value);
  next.delete(playerId);
  troubles.value = next;
}

function fail(playerId: string, trouble: Trouble) {
  dropWish(playerId);
  troubles.value = new Map(troubles.value).set(playerId, trouble);
}

function heard(told: Order) {
  const asked = open.get(told.id);
  if (asked === undefined) {
    early.set(told.id, told);
    if (early.size > 50) early.delete([...early.keys()][0] ?? "");
    return;
  }
  const { is } = told.outcome;
  if (is === "waiting" || is === "sent" || is === "acked") return;
  open.delete(told.id);
  if (is === "took-effect") return;
  fail(asked.playerId, { ...outcomeWords(is, asked.playerName), again: asked.again });
}

onLive("order", (event) => heard(event.order));
onLive("player", ({ player }) => {
  const pending = wishes.value.get(player.id);
  if (pending !== undefined && isGranted(player, pending)) dropWish(player.id);
});
