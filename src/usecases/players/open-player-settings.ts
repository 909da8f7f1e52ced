import type { PlayerId } from "../../domain/ids.ts";
import type { PlayerState } from "../../domain/players/player-state.ts";
import type { SettingChange } from "../../domain/players/setting-change.ts";
import type { Chance } from "../../ports/chance.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { WithYotoToken } from "../../ports/yoto-cloud.ts";
import type { YotoPlayerDetails, YotoPlayers } from "../../ports/yoto-players.ts";
import type { Players } from "../../stores/players.ts";
import type { SettingChanges } from "../../stores/setting-changes.ts";
import type { TokenDeps } from "../yoto-accounts/fresh-access-token.ts";
import { withYotoAccount } from "../yoto-accounts/with-yoto-account.ts";

export type PlayerSettingsDeps = {
  readonly players: Players;
  readonly settingChanges: SettingChanges;
  readonly cloud: Pick<YotoPlayers, "playerDetails" | "putPlayerConfig" | "putShortcuts">;
  readonly tokens: TokenDeps;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly liveUpdates: LiveUpdates;
  /** How long another writer may take; for tests. */
  readonly settleMs?: number;
};

/** What every change of a player's settings ends with. */
export type SettingsChanged<Why extends string = never> =
  /** `change` is absent when everything was so already. */
  | { readonly ok: true; readonly after: YotoPlayerDetails; readonly change?: SettingChange }
  | { readonly ok: false; readonly why: Why | "not-found" }
  | { readonly ok: false; readonly why: "not-taken"; readonly names: readonly string[] };

/** A player whose settings are at hand. */
export type OpenPlayer = {
  readonly state: PlayerState;
  readonly yoto: PlayerSettingsDeps["cloud"];
  readonly withToken: WithYotoToken;
};

/** The player and the way to its settings; `undefined` when we know no such player. */
export async function openPlayerSettings(
  deps: Pick<PlayerSettingsDeps, "players" | "cloud" | "tokens">,
  playerId: PlayerId,
): Promise<OpenPlayer | undefined> {
  const state = (await deps.players.find(playerId))?.value;
  if (state === undefined) return undefined;
  return {
    state,
    yoto: deps.cloud,
    withToken: (call) => withYotoAccount(deps.tokens, state.accountId, call),
  };
}

/** What is set on a player now, as Yoto has it. Throws `YotoTrouble`. */
export async function readPlayerSettings(
  deps: Pick<PlayerSettingsDeps, "players" | "cloud" | "tokens">,
  playerId: PlayerId,
): Promise<{ readonly state: PlayerState; readonly details: YotoPlayerDetails } | undefined> {
  const open = await openPlayerSettings(deps, playerId);
  const details = await open?.withToken((token) => open.yoto.playerDetails(token, playerId));
  return open === undefined || details === undefined ? undefined : { state: open.state, details };
}

/** Writes a change into the history and tells whoever shows the settings. */
export async function recordChange(
  deps: Pick<PlayerSettingsDeps, "settingChanges" | "clock" | "chance" | "liveUpdates">,
  told: Omit<SettingChange, "id" | "atMs">,
): Promise<SettingChange> {
  const change = { id: deps.chance.id(), atMs: deps.clock.nowMs(), ...told };
  await deps.settingChanges.add(change);
  deps.liveUpdates.publish({ of: "player-settings", playerId: change.playerId });
  return change;
}
