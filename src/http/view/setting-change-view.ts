import { omitUndefined } from "../../domain/plain-values.ts";
import { lightOff } from "../../domain/players/ambient-presets.ts";
import type { SettingChange as DomainChange, SetThings } from "../../domain/players/setting-change.ts";
import type { SettingChange } from "../schema/player-settings.ts";

/** A change of settings as the API tells it: one line for each thing that was changed. */
export function settingChangeView(change: DomainChange): SettingChange {
  const { id, atMs, by, undoes, undoneBy } = change;
  const [before, after] = [linesOf(change, change.before), linesOf(change, change.after)];
  const names = new Set([...before.keys(), ...after.keys()]);
  return {
    id,
    atMs,
    by,
    changed: [...names].map((what) => ({
      what,
      ...omitUndefined({ before: before.get(what), after: after.get(what) }),
    })),
    ...omitUndefined({ undoes, undoneBy }),
  };
}

function linesOf({ press }: DomainChange, things: SetThings): ReadonlyMap<string, unknown> {
  const lines = new Map<string, unknown>();
  if (things.name !== undefined) lines.set("name", things.name);
  for (const [name, value] of Object.entries(things.settings ?? {}))
    lines.set(name, value === lightOff ? "off" : value);
  if (things.alarm !== undefined) {
    const { asWritten: _, ...alarm } = things.alarm;
    lines.set("alarm", alarm);
  }
  if (press !== undefined) {
    const { shortcut } = things;
    const place = shortcut === undefined || shortcut.plays !== "track" ? undefined : shortcut;
    lines.set(`${press.mode}-press-${press.press}`, place?.yotoCardId);
  }
  return lines;
}
