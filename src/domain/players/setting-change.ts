import type { PlayerId } from "../ids.ts";
import type { Alarm } from "./alarm.ts";
import type { ButtonPress } from "./edit-shortcuts.ts";
import type { PlayerSettings, Shortcut } from "./player-config.ts";

/** What was set on a player, before or after a change; what is not named was not touched. */
export type SetThings = {
  readonly name?: string;
  readonly settings?: PlayerSettings;
  /** Absent on one side: the alarm was made, or deleted. */
  readonly alarm?: Alarm;
  /** Absent on one side: the press started nothing. */
  readonly shortcut?: Shortcut;
};

/** A change of a player's settings that somebody made through us. */
export type SettingChange = {
  readonly id: string;
  readonly playerId: PlayerId;
  readonly atMs: number;
  /** A user's name. */
  readonly by: string;
  /** Which press `shortcut` is about, when the change is about one. */
  readonly press?: ButtonPress;
  readonly before: SetThings;
  readonly after: SetThings;
  /** The change this one took back. */
  readonly undoes?: string;
  /** The change that took this one back. */
  readonly undoneBy?: string;
};
