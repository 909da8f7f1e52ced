import type { Order } from "../../../src/http/schema/control.ts";

type Failed = Exclude<Order["outcome"]["is"], "waiting" | "sent" | "acked" | "took-effect">;

/** What a failed order means, and what to do about it. */
export function outcomeWords(failed: Failed, playerName: string): { message: string; hint: string } {
  switch (failed) {
    case "player-offline":
      return {
        message: `${playerName} is offline, so nothing was changed.`,
        hint: "Switch it on and check its Wi-Fi.",
      };
    case "timed-out":
      return {
        message: `${playerName} did not answer.`,
        hint: "It may have just lost its Wi-Fi. Try again in a moment.",
      };
    case "refused":
      return {
        message: `${playerName} refused.`,
        hint: "It may not know this card yet: put it in by hand once.",
      };
    case "expired":
      return {
        message: `${playerName} was not reached in time, so nothing was changed.`,
        hint: "We drop what comes too late: a pause an hour later would be worse than none.",
      };
  }
}
