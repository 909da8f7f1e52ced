import type { CardLimits } from "./cards/card-limits.ts";

/** Everything a person can set, by key. */
export type SettingValues = {
  /** How `/s/` answers: with the bytes, or by sending the player to where they are. `auto` goes by where we run. */
  readonly delivery: "auto" | "proxy" | "redirect";
  /** What a Yoto card may hold; told before an upload, not after. */
  readonly "card-limits": CardLimits;
  /** Largest file that may be uploaded. */
  readonly "upload-bytes": number;
  /** Whether files are kept as they were sent, beside what was made of them, unless an upload says otherwise. */
  readonly "keep-originals": boolean;
  /** How long a player's history is kept. */
  readonly "history-days": number;
  /** How long the daily sums are kept that statistics are made of. */
  readonly "statistics-days": number;
  /** Where the house is, for players that do not say: an IANA time zone. */
  readonly "time-zone": string;
};
export type SettingKey = keyof SettingValues;
