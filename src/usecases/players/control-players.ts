import type { PlayerId } from "../../domain/ids.ts";
import type { JointStart } from "../../domain/players/joint-start.ts";
import type { PlayerState } from "../../domain/players/player-state.ts";
import type { JointStarts } from "../../stores/joint-starts.ts";
import type { ControlDeps, Controlled } from "./control-player.ts";
import { giveOrder } from "./give-order.ts";
import { type CommandRequest, resolveCommand } from "./resolve-command.ts";

type Deps = ControlDeps & { readonly jointStarts: JointStarts };

export type ControlledMany = {
  /** In the order asked for, or by player id. */
  readonly each: readonly {
    readonly playerId: PlayerId;
    readonly name?: string;
    readonly result: Controlled;
  }[];
  /** Where the common start stands, when one was wished. */
  readonly jointStart?: JointStart;
};

/** Long enough for every order to have reached the listener that sends it, short enough to wait for. */
const leadMs = 1_500;

/**
 * Asks the same of several players, or of all that are in reach. `together` gives all orders one moment to be sent at, so that
 * the players begin as close to each other as the network lets them; how close, their outcomes tell.
 */
export async function controlPlayers(
  deps: Deps,
  asked: {
    readonly playerIds?: readonly PlayerId[];
    readonly wish: CommandRequest;
    readonly by: string;
    readonly together: boolean;
  },
): Promise<ControlledMany> {
  const { wish, by, together } = asked;
  const players = await playersFor(deps, asked.playerIds);
  // First all commands, which may need a look at Yoto, then all orders, which shall leave at once.
  const wanted = await Promise.all(
    players.map(async ({ playerId, state }) => ({
      playerId,
      state,
      command:
        state === undefined
          ? ({ ok: false, why: "not-found" } as const)
          : await resolveCommand(deps, state, wish),
    })),
  );
  const sendAtMs = together ? deps.clock.nowMs() + leadMs : undefined;
  const each = await Promise.all(
    wanted.map(async ({ playerId, state, command }) => {
      const name = state === undefined ? {} : { name: state.name };
      if (!command.ok) return { playerId, ...name, result: command };
      const order = { playerId, command: command.command, orderedBy: by };
      const record = await giveOrder(deps, sendAtMs === undefined ? order : { ...order, sendAtMs });
      return { playerId, ...name, result: { ok: true, record } as const };
    }),
  );
  if (sendAtMs === undefined) return { each };
  const orders = each.flatMap(({ playerId, result }) =>
    result.ok ? [{ playerId, orderId: result.record.order.id }] : [],
  );
  const jointStart = { id: deps.chance.id(), sendAtMs, orders };
  await deps.jointStarts.add(jointStart);
  return { each, jointStart };
}

type Found = { readonly playerId: PlayerId; readonly state: PlayerState | undefined };

async function playersFor(deps: Deps, ids: readonly PlayerId[] | undefined): Promise<readonly Found[]> {
  if (ids !== undefined)
    return Promise.all(
      [...new Set(ids)].map(async (playerId) => ({
        playerId,
        state: (await deps.players.find(playerId))?.value,
      })),
    );
  const found = new Map<PlayerId, Found>();
  let cursor: string | undefined;
  do {
    const page = await deps.players.list({ limit: 500, ...(cursor !== undefined && { cursor }) });
    for (const { value } of page.records)
      found.set(value.playerId, { playerId: value.playerId, state: value });
    cursor = page.cursor;
  } while (cursor !== undefined);
  return [...found.values()];
}
