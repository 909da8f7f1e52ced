import type { PlayerHabits } from "../domain/actions/sight.ts";
import { type PlayerId, YotoCardId } from "../domain/ids.ts";
import { omitUndefined } from "../domain/plain-values.ts";
import type { Shortcut } from "../domain/players/player-config.ts";
import { isZone } from "../domain/time/local-time.ts";
import type { YotoPlayerDetails } from "../ports/yoto-players.ts";
import type { PlayerSeat } from "./account-players.ts";
import type { Agenda } from "./agenda.ts";

/** Settings change seldom, and reading them costs a request for each player. */
const everyMs = 3_600_000;

/** What players do by themselves, as Yoto's cloud has it. */
export type HabitsReader = {
  /** Of those that were not read lately; rejects with what Yoto said of the first that it did not tell of. */
  read(seats: readonly PlayerSeat[]): Promise<void>;
  /** Somebody changed its settings. */
  forget(playerId: PlayerId): void;
};

/**
 * Reads now and then what players do by themselves (alarms, shortcuts) and where they are: without it, nobody could tell a
 * shortcut from an alarm, nor whose midnight ends the day.
 */
export function createHabitsReader(deps: {
  readonly agenda: Agenda;
  readonly nowMs: () => number;
  readonly details: (seat: PlayerSeat) => Promise<YotoPlayerDetails | undefined>;
}): HabitsReader {
  const readAtMs = new Map<string, number>();
  const failedAtMs = new Map<string, number>();
  const read = async (seats: readonly PlayerSeat[]) => {
    // One that Yoto never tells anything of comes last, or it would keep the others from their turn.
    const failedMs = ({ player }: PlayerSeat) => failedAtMs.get(player.id) ?? 0;
    for (const seat of seats.toSorted((one, other) => failedMs(one) - failedMs(other))) {
      const { player } = seat;
      const last = readAtMs.get(player.id);
      if (last !== undefined && deps.agenda.nowMs() - last < everyMs) continue;
      // Before it is asked: what changes meanwhile is forgotten, and read again.
      readAtMs.set(player.id, deps.agenda.nowMs());
      const details = await deps.details(seat).catch((error: unknown) => {
        readAtMs.delete(player.id);
        failedAtMs.set(player.id, deps.agenda.nowMs());
        throw error;
      });
      failedAtMs.delete(player.id);
      if (details === undefined) continue;
      const habits = habitsOf(details);
      player.setHabits(habits);
      const { zone } = habits;
      if (zone !== undefined)
        player.tell(
          (state) => (state.timezone === zone ? state : { ...state, timezone: zone }),
          deps.nowMs(),
        );
    }
  };
  return { read, forget: (playerId) => void readAtMs.delete(playerId) };
}

/** What a player does by itself. Shortcuts come in a new form and, on players that were never given one, in an old form. */
function habitsOf({ config: { settings }, shortcuts, timezone }: YotoPlayerDetails): PlayerHabits {
  const zone = [settings.timezone, timezone].find((each) => each !== undefined && isZone(each));
  return {
    ...omitUndefined({ zone }),
    alarms: settings.alarms ?? [],
    shortcuts: {
      day: [...shortcuts.day, ...oldForm(settings.dayFirstPress), ...oldForm(settings.daySecondPress)],
      night: [
        ...shortcuts.night,
        ...oldForm(settings.nightFirstPress),
        ...oldForm(settings.nightSecondPress),
      ],
    },
  };
}

/** `{cardId}/{chapterKey}/{trackKey}`, or `0` for none. */
function oldForm(written: string | undefined): Shortcut[] {
  const [cardId = "", chapterKey, trackKey] = (written ?? "").split("/");
  if (chapterKey === undefined || trackKey === undefined) return [];
  return [{ plays: "track", yotoCardId: YotoCardId(cardId), chapterKey, trackKey }];
}
