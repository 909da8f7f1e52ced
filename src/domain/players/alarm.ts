import type { YotoCardId } from "../ids.ts";

export type Weekday = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";
export const weekdays: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** An alarm of a player. */
export type Alarm = {
  readonly days: readonly Weekday[];
  /** `HH:MM`, the player's local time. */
  readonly time: string;
  /** The card it plays; Yoto's alarm sounds are cards too. Absent: the player's own sound. */
  readonly soundCardId?: YotoCardId;
  /** 0–16. */
  readonly volumeSteps?: number;
  readonly enabled: boolean;
  /** What Yoto wrote, for the fields nobody has explained; leave it as it came. Absent for a new alarm. */
  readonly asWritten?: string;
};
