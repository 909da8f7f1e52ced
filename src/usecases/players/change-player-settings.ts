import type { PlayerId } from "../../domain/ids.ts";
import { sameValue } from "../../domain/plain-values.ts";
import type { PlayerSettings } from "../../domain/players/player-config.ts";
import { capabilitiesOf } from "../../domain/players/player-family.ts";
import type { SetThings } from "../../domain/players/setting-change.ts";
import type { YotoPlayerDetails } from "../../ports/yoto-players.ts";
import { changePlayerConfig, type PlayerConfigChange } from "./change-player-config.ts";
import {
  openPlayerSettings,
  type PlayerSettingsDeps,
  recordChange,
  type SettingsChanged,
} from "./open-player-settings.ts";

/** Settings that are set one by one; alarms and presses have verbs of their own. */
export type PlainSettings = Omit<
  PlayerSettings,
  "alarms" | "dayFirstPress" | "daySecondPress" | "nightFirstPress" | "nightSecondPress"
>;

/** Renames a player or changes settings of it, for good: read back, and noted with what was before. Throws `YotoTrouble`. */
export async function changePlayerSettings(
  deps: PlayerSettingsDeps,
  asked: {
    readonly playerId: PlayerId;
    readonly by: string;
    readonly change: { readonly name?: string; readonly settings?: PlainSettings };
  },
): Promise<SettingsChanged<"no-ambient-light">> {
  const { playerId, by, change } = asked;
  const open = await openPlayerSettings(deps, playerId);
  if (open === undefined) return { ok: false, why: "not-found" };
  const colours = change.settings?.dayColour ?? change.settings?.nightColour;
  if (colours !== undefined && !capabilitiesOf(open.state.family).ambientLight)
    return { ok: false, why: "no-ambient-light" };
  const done = await changePlayerConfig({ ...deps, ...open }, playerId, change, deps);
  if (!done.ok) return done.why === "unknown-player" ? { ok: false, why: "not-found" } : done;
  const { before, after } = changedThings(change, done.before, done.after);
  if (sameValue(before, after)) return { ok: true, after: done.after };
  return { ok: true, after: done.after, change: await recordChange(deps, { playerId, by, before, after }) };
}

/** Of what was to be changed, what did change: as it was, and as it is. */
function changedThings(
  { name, settings = {} }: PlayerConfigChange,
  before: YotoPlayerDetails,
  after: YotoPlayerDetails,
): { readonly before: SetThings; readonly after: SetThings } {
  const [was, is] = [before.config.settings, after.config.settings];
  const names = (Object.keys(settings) as (keyof PlayerSettings)[]).filter(
    (each) => !sameValue(was[each], is[each]),
  );
  const renamed = name !== undefined && before.name !== after.name;
  const side = (details: YotoPlayerDetails): SetThings => ({
    ...(renamed ? { name: details.name } : {}),
    ...(names.length > 0 ? { settings: picked(details.config.settings, names) } : {}),
  });
  return { before: side(before), after: side(after) };
}

function picked(settings: PlayerSettings, names: readonly (keyof PlayerSettings)[]): PlayerSettings {
  return Object.fromEntries(
    names.flatMap((name) => (settings[name] === undefined ? [] : [[name, settings[name]]])),
  );
}
