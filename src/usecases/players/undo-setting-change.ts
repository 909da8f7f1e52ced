import type { PlayerId } from "../../domain/ids.ts";
import { sameValue } from "../../domain/plain-values.ts";
import { type AlarmEdit, editAlarms, saysTheSame } from "../../domain/players/edit-alarms.ts";
import type { PlayerSettings } from "../../domain/players/player-config.ts";
import type { SettingChange } from "../../domain/players/setting-change.ts";
import type { YotoPlayerDetails } from "../../ports/yoto-players.ts";
import { playedAt, writeShortcut } from "./bind-button.ts";
import { changePlayerConfig, type PlayerConfigChange } from "./change-player-config.ts";
import { alarmsIn } from "./edit-player-alarm.ts";
import {
  openPlayerSettings,
  type PlayerSettingsDeps,
  recordChange,
  type SettingsChanged,
} from "./open-player-settings.ts";

export type Undone =
  | SettingsChanged<"already-undone" | "press-without-first">
  /** By name, what somebody has set otherwise since. */
  | { readonly ok: false; readonly why: "changed-since"; readonly names: readonly string[] };

/**
 * Takes a change back: what it changed gets the values from before, provided that nobody has set something else since. That it
 * was taken back is a change of its own, which can be taken back in turn. Throws `YotoTrouble`.
 */
export async function undoSettingChange(
  deps: PlayerSettingsDeps,
  asked: { readonly playerId: PlayerId; readonly changeId: string; readonly by: string },
): Promise<Undone> {
  const { playerId, changeId, by } = asked;
  const found = await deps.settingChanges.get(playerId, changeId);
  const open = await openPlayerSettings(deps, playerId);
  if (found === undefined || open === undefined) return { ok: false, why: "not-found" };
  const { value: change } = found;
  if (change.undoneBy !== undefined) return { ok: false, why: "already-undone" };
  const now = await open.withToken((token) => open.yoto.playerDetails(token, playerId));
  if (now === undefined) return { ok: false, why: "not-found" };
  const names = changedSince(change, now);
  if (names.length > 0) return { ok: false, why: "changed-since", names };

  const { before, press } = change;
  const done =
    press === undefined
      ? await changePlayerConfig({ ...deps, ...open }, playerId, (each) => backTo(change, each), deps)
      : await writeShortcut(deps, open, press, before.shortcut);
  if (!done.ok) return done.why === "unknown-player" ? { ok: false, why: "not-found" } : done;
  const undo = await recordChange(deps, {
    playerId,
    by,
    ...(press !== undefined && { press }),
    before: change.after,
    after: before,
    undoes: changeId,
  });
  await deps.settingChanges.markUndone(found, undo.id);
  return { ok: true, after: done.after, change: undo };
}

/** What no longer is as the change left it. */
function changedSince({ before, after, press }: SettingChange, now: YotoPlayerDetails): string[] {
  if (press !== undefined)
    return sameValue(playedAt(now, press), after.shortcut) ? [] : [`${press.mode}-press-${press.press}`];
  const names = settingNames(after.settings).filter(
    (name) => !sameValue(now.config.settings[name], after.settings?.[name]),
  );
  const alarmGone =
    after.alarm !== undefined && !alarmsIn(now).some((each) => each.asWritten === after.alarm?.asWritten);
  return [
    ...(after.name !== undefined && now.name !== after.name ? ["name"] : []),
    ...names,
    ...(alarmGone ? ["alarm"] : []),
    // Nothing was told before: there is no value to go back to.
    ...settingNames(after.settings).filter((name) => before.settings?.[name] === undefined),
  ];
}

/** What must still be written over `now`; nothing of what somebody sets otherwise while we are at it. */
function backTo({ before, after }: SettingChange, now: YotoPlayerDetails): PlayerConfigChange {
  const current = now.config.settings;
  const settings = Object.fromEntries(
    settingNames(after.settings)
      .filter((name) => sameValue(current[name], after.settings?.[name]))
      .map((name) => [name, before.settings?.[name]]),
  ) as PlayerSettings;
  const edit = alarmBack(before.alarm, after.alarm);
  const alarms = edit === undefined ? undefined : editAlarms(alarmsIn(now), edit);
  const rename = after.name !== undefined && now.name === after.name && before.name !== undefined;
  return {
    ...(rename ? { name: before.name } : {}),
    settings: { ...settings, ...(alarms === undefined ? {} : { alarms }) },
  };
}

function alarmBack(
  before: SettingChange["before"]["alarm"],
  after: SettingChange["after"]["alarm"],
): AlarmEdit | undefined {
  if (after === undefined) return before === undefined ? undefined : { do: "add", alarm: before };
  if (before === undefined) return { do: "delete", alarm: after };
  return saysTheSame(before, after) ? undefined : { do: "change", from: after, to: before };
}

function settingNames(settings: PlayerSettings = {}): (keyof PlayerSettings)[] {
  return Object.keys(settings) as (keyof PlayerSettings)[];
}
