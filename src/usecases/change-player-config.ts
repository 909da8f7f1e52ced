import { isDeepStrictEqual } from "node:util";
import type { PlayerId } from "../domain/ids.ts";
import type { PlayerSettings } from "../domain/player-config.ts";
import type { Chance } from "../ports/chance.ts";
import type { Clock } from "../ports/clock.ts";
import type { WithYotoToken } from "../ports/yoto-cloud.ts";
import type { YotoPlayerDetails, YotoPlayers } from "../ports/yoto-players.ts";
import { YotoTrouble } from "../ports/yoto-trouble.ts";

type Deps = {
  readonly yoto: Pick<YotoPlayers, "playerDetails" | "putPlayerConfig">;
  readonly withToken: WithYotoToken;
  readonly clock: Clock;
  readonly chance: Pick<Chance, "fraction">;
};

/** Only what shall change: what a form shows may be minutes old, and everything else is written as it is now. */
export type PlayerConfigChange = { readonly name?: string; readonly settings?: PlayerSettings };

export type PlayerConfigChanged =
  | { readonly ok: true; readonly details: YotoPlayerDetails }
  | { readonly ok: false; readonly why: "unknown-player" }
  /** Yoto took the write and still says the old values, time and again; the names are those of the change. */
  | { readonly ok: false; readonly why: "not-taken"; readonly names: readonly string[] };

const attempts = 5;
/** Longer than any other writer needs between its reading and its writing. */
const settleMs = 1_000;

/**
 * Changes settings of a player. Yoto only knows how to replace the whole configuration, without a version to compare, so: read,
 * lay the change over it, write, wait until a writer that read before us must be done, read again. When what was ours is back
 * to what it was, somebody wrote over it and we write once more; when it is a third value, somebody chose later and is right.
 * So two writers of different settings never erase each other's. Throws `YotoTrouble`.
 */
export async function changePlayerConfig(
  deps: Deps,
  playerId: PlayerId,
  change: PlayerConfigChange,
  options: { readonly settleMs?: number } = {},
): Promise<PlayerConfigChanged> {
  const { yoto, withToken, clock, chance } = deps;
  const read = () => withToken((token) => yoto.playerDetails(token, playerId));
  let before = await read();
  for (let attempt = 1; attempt <= attempts; attempt++) {
    if (before === undefined) return { ok: false, why: "unknown-player" };
    if (differing(change, before).length === 0) return { ok: true, details: before };
    const base = before;
    const write = merged(base, change);
    await withToken((token) => yoto.putPlayerConfig(token, playerId, write)).catch(goOnIfMaybeDone);
    // The jitter parts writers who keep meeting each other.
    await clock.sleep((options.settleMs ?? settleMs) * (1 + chance.fraction() / 2));
    const after = await read();
    if (after === undefined) return { ok: false, why: "unknown-player" };
    const erased = differing(change, after).filter((name) => isBackTo(base, after, name));
    if (erased.length === 0) return { ok: true, details: after };
    before = after;
  }
  if (before === undefined) return { ok: false, why: "unknown-player" };
  return { ok: false, why: "not-taken", names: differing(change, before) };
}

/** The reading that follows tells whether it happened. */
function goOnIfMaybeDone(trouble: unknown): void {
  if (!(trouble instanceof YotoTrouble) || !trouble.answerLost) throw trouble;
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
