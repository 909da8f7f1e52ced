import type { Context } from "hono";
import { type Refused, refuse } from "./refuse.ts";

/** Refuses a file that is larger than the settings allow, with what can be done. */
export function refuseTooLarge(c: Context, maxBytes: number): Refused {
  const most = Math.floor(maxBytes / 1_000_000);
  return refuse(c, "too-large", {
    message: `The file is too large: it may have ${most} MB at most.`,
    hint: "Save it smaller (64 kbit/s are plenty for speech), or cut it into parts.",
  });
}
