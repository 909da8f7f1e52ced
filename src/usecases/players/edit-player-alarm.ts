import type { PlayerId } from "../../domain/ids.ts";
import { sameValue } from "../../domain/plain-values.ts";
import type { Alarm } from "../../domain/players/alarm.ts";
import { type AlarmEdit, editAlarms, saysTheSame } from "../../domain/players/edit-alarms.ts";
import type { YotoPlayerDetails } from "../../ports/yoto-players.ts";
import { changePlayerConfig } from "./change-player-config.ts";
import {
  openPlayerSettings,
  type PlayerSettingsDeps,
  recordChange,
  type SettingsChanged,
} from "./open-player-settings.ts";

/** What to do to an alarm; one that is there is named by what Yoto wrote. */
export type AlarmEditRequest =
  | { readonly do: "add"; readonly alarm: Alarm }
  | { readonly do: "change"; readonly written: string; readonly to: (now: Alarm) => Alarm }
  | { readonly do: "delete"; readonly written: string };

/**
 * Makes, changes or deletes one alarm of a player, over whatever the others are by then; fields of it that nobody has
 * explained stay. Throws `YotoTrouble`.
 */
export async function editPlayerAlarm(
  deps: PlayerSettingsDeps,
  asked: { readonly playerId: PlayerId; readonly by: string; readonly wish: AlarmEditRequest },
): Promise<SettingsChanged<"alarm-gone">> {
  const { playerId, by, wish } = asked;
  const open = await openPlayerSettings(deps, playerId);
  const now = await open?.withToken((token) => open.yoto.playerDetails(token, playerId));
  if (open === undefined || now === undefined) return { ok: false, why: "not-found" };
  const edit = editOf(wish, alarmsIn(now));
  if (edit === undefined) return { ok: false, why: "alarm-gone" };
  const done = await changePlayerConfig(
    { ...deps, ...open },
    playerId,
    (details) => {
      const alarms = editAlarms(alarmsIn(details), edit);
      return alarms === undefined ? {} : { settings: { alarms } };
    },
    deps,
  );
  if (!done.ok) return done.why === "unknown-player" ? { ok: false, why: "not-found" } : done;
  const before = edit.do === "add" ? undefined : edit.do === "change" ? edit.from : edit.alarm;
  const wanted = edit.do === "delete" ? undefined : edit.do === "change" ? edit.to : edit.alarm;
  const after = wanted && alarmsIn(done.after).find((each) => saysTheSame(each, wanted));
  const wasSo = (before === undefined && hadBefore(done.before, after)) || sameValue(before, after);
  if (wasSo) return { ok: true, after: done.after };
  const change = await recordChange(deps, {
    playerId,
    by,
    before: before === undefined ? {} : { alarm: before },
    after: after === undefined ? {} : { alarm: after },
  });
  return { ok: true, after: done.after, change };
}

/** Whether an alarm that was to be made was there already: nobody made it now, so nobody takes it back. */
function hadBefore(details: YotoPlayerDetails, made: Alarm | undefined): boolean {
  return made !== undefined && alarmsIn(details).some((each) => saysTheSame(each, made));
}

export const alarmsIn = ({ config }: YotoPlayerDetails): readonly Alarm[] => config.settings.alarms ?? [];

function editOf(wish: AlarmEditRequest, alarms: readonly Alarm[]): AlarmEdit | undefined {
  if (wish.do === "add") return wish;
  const found = alarms.find(({ asWritten }) => asWritten === wish.written);
  if (found === undefined) return undefined;
  return wish.do === "delete"
    ? { do: "delete", alarm: found }
    : { do: "change", from: found, to: wish.to(found) };
}
