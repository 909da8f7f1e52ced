import { isDeepStrictEqual } from "node:util";
import type { PlayerId } from "../../domain/ids.ts";
import type { PlayerSettings } from "../../domain/players/player-config.ts";
import type { Chance } from "../../ports/chance.ts";
import type { Clock } from "../../ports/clock.ts";
import type { WithYotoToken } from "../../ports/yoto-cloud.ts";
import type { YotoPlayerDetails, YotoPlayers } from "../../ports/yoto-players.ts";
import { usualSettleMs, type Verified, writeAndVerify } from "./write-and-verify.ts";

export type ConfigDeps = {
  readonly yoto: Pick<YotoPlayers, "playerDetails" | "putPlayerConfig">;
  readonly withToken: WithYotoToken;
  readonly clock: Clock;
  readonly chance: Pick<Chance, "fraction">;
};

/** Only what shall change: what a form shows may be minutes old, and everything else is written as it is now. */
export type PlayerConfigChange = { readonly name?: string; readonly settings?: PlayerSettings };

/**
 * A change made from what is set now, for parts of a list. It is asked again after every reading, and must name nothing any
 * more once it is done, or once somebody else chose otherwise.
 */
export type PlayerConfigEdit = (now: YotoPlayerDetails) => PlayerConfigChange;

export type PlayerConfigChanged = Verified<YotoPlayerDetails>;

/**
 * Changes settings of a player, and nothing else. When a setting of ours is back to what it was, somebody wrote over it and we
 * write once more; when it is a third value, somebody chose later and is right. Throws `YotoTrouble`.
 */
export async function changePlayerConfig(
  { yoto, withToken, ...deps }: ConfigDeps,
  playerId: PlayerId,
  change: PlayerConfigChange | PlayerConfigEdit,
  options: { readonly settleMs?: number } = {},
): Promise<PlayerConfigChanged> {
  const wanted = (now: YotoPlayerDetails) => (typeof change === "function" ? change(now) : change);
  const missing = (now: YotoPlayerDetails) => differing(wanted(now), now);
  return writeAndVerify(
    deps,
    {
      read: () => withToken((token) => yoto.playerDetails(token, playerId)),
      missing,
      write: (base) =>
        withToken((token) => yoto.putPlayerConfig(token, playerId, merged(base, wanted(base)))),
      erased: (base, after) =>
        typeof change === "function"
          ? missing(after)
          : missing(after).filter((name) => isBackTo(base, after, name)),
    },
    options.settleMs ?? usualSettleMs,
  );
}

function merged({ config }: YotoPlayerDetails, { name, settings }: PlayerConfigChange) {
  return {
    ...(name === undefined ? {} : { name }),
    config: { ...config, settings: { ...config.settings, ...settings } },
  };
}

type Values = ReadonlyMap<string, unknown>;

/** Name and settings in one, comparable: an alarm is the same whatever form it was written in. */
function valuesOf({ name, settings = {} }: PlayerConfigChange): Values {
  const values = new Map<string, unknown>(Object.entries(settings));
  if (name !== undefined) values.set("name", name);
  if (settings.alarms !== undefined)
    values.set(
      "alarms",
      settings.alarms.map(({ asWritten: _, ...alarm }) => alarm),
    );
  return values;
}

const valuesIn = ({ name, config }: YotoPlayerDetails) => valuesOf({ name, settings: config.settings });

function differing(change: PlayerConfigChange, details: YotoPlayerDetails): string[] {
  const now = valuesIn(details);
  return [...valuesOf(change)]
    .filter(([name, value]) => value !== undefined && !isDeepStrictEqual(value, now.get(name)))
    .map(([name]) => name);
}

function isBackTo(base: YotoPlayerDetails, after: YotoPlayerDetails, name: string): boolean {
  return isDeepStrictEqual(valuesIn(base).get(name), valuesIn(after).get(name));
}
