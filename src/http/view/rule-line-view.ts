import type { RuleLine as DomainLine } from "../../domain/house-rules/decide.ts";
import { omitUndefined } from "../../domain/plain-values.ts";
import type { Command } from "../../domain/players/command.ts";
import type { RuleLine } from "../schema/rule.ts";

type Line = DomainLine & { readonly orderId?: string; readonly times?: number };

/** A line of the rules' log as the API tells it. */
export function ruleLineView(line: Line, ruleTitle: string, cardTitle: (id: string) => string): RuleLine {
  const { atMs, playerId, ruleId, did, why, command, orderId, times } = line;
  const what = command === undefined ? undefined : commandWords(command, cardTitle);
  return { atMs, playerId, ruleId, ruleTitle, did, why, ...omitUndefined({ what, orderId, times }) };
}

/** What a command asks of a player, as a parent would say it. */
function commandWords(command: Command, cardTitle: (id: string) => string): string {
  switch (command.do) {
    case "stop":
      return "stopped";
    case "set-volume":
      return `volume ${command.percent} %`;
    case "set-sleep-timer":
      return `will stop in ${minuteWords(command.seconds)}`;
    case "set-ambient-light":
      return "light changed";
    case "play-card":
      return `played “${cardTitle(command.yotoCardId)}”`;
    default:
      return command.do.replaceAll("-", " ");
  }
}

function minuteWords(seconds: number): string {
  if (seconds < 90) return `${seconds} seconds`;
  return `${Math.round(seconds / 60)} minutes`;
}
