import type { Command } from "../../domain/players/command.ts";
import type { HookDeed } from "../../domain/webhook.ts";
import type { SecretAddresses } from "../../stores/secret-addresses.ts";
import { giveMoreTime, type MoreTimeDeps } from "../house-rules/give-more-time.ts";
import { type ControlDeps, controlPlayer } from "../players/control-player.ts";
import type { CommandRefusal } from "../players/resolve-command.ts";

export type FollowDeps = ControlDeps & MoreTimeDeps & { readonly secretAddresses: SecretAddresses };

export type Followed =
  | { readonly ok: true; readonly orderId?: string; readonly untilMs?: number }
  | { readonly ok: false; readonly why: CommandRefusal }
  | { readonly ok: false; readonly why: "too-many-tries"; readonly retryAfterMs: number };

/** Does what a secret address stands for. An unknown one is `not-found`, as is one that was revoked. */
export async function followHook(deps: FollowDeps, secret: string): Promise<Followed> {
  const called = await deps.secretAddresses.call(secret);
  if (!called.ok) return called;
  const { id, deed } = called.address;
  const by = `webhook:${id}`;
  const { playerId } = deed;
  if (deed.do === "more-time") {
    const given = await giveMoreTime(deps, { playerId, minutes: deed.minutes, by });
    return given === undefined ? { ok: false, why: "not-found" } : { ok: true, ...given };
  }
  const done = await controlPlayer(deps, { playerId, wish: { is: "command", command: commandOf(deed) }, by });
  return done.ok ? { ok: true, orderId: done.record.order.id } : done;
}

function commandOf(deed: Exclude<HookDeed, { do: "more-time" }>): Command {
  switch (deed.do) {
    case "pause":
      return { do: "pause" };
    case "sleep-timer":
      return { do: "set-sleep-timer", seconds: deed.seconds };
    case "play-card":
      return { do: "play-card", yotoCardId: deed.yotoCardId };
  }
}
