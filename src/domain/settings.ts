import type { CardLimits } from "./card-limits.ts";

/** Everything a person can set, by key. */
export type SettingValues = {
  /** How `/s/` answers: with the bytes, or by sending the player to where they are. `auto` goes by where we run. */
  readonly delivery: "auto" | "proxy" | "redirect";
  /** What a Yoto card may hold; told before an upload, not after. */
  readonly "card-limits": CardLimits;
  /** Largest file that may be uploaded. */
  readonly "upload-bytes": number;
  /** How long a player's history is kept. */
  readonly "history-days": number;
};
export type SettingKey = keyof SettingValues;
