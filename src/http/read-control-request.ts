import type { z } from "@hono/zod-openapi";
import { CardId, YotoCardId } from "../domain/ids.ts";
import { percentOfSteps } from "../domain/players/volume.ts";
import { type CommandRequest, playCard } from "../usecases/players/resolve-command.ts";
import type { ControlRequest } from "./schema/control.ts";

type Asked = z.output<typeof ControlRequest>;
type Wished =
  | { readonly ok: true; readonly wish: CommandRequest }
  | { readonly ok: false; readonly field: string; readonly problem: string };

/** Turns the body of a control request into a wish; otherwise names the field that is missing or wrong. */
export function readControlRequest(asked: Asked): Wished {
  switch (asked.action) {
    case "resume":
      return command({ do: "resume" });
    case "pause":
      return command({ do: "pause" });
    case "stop":
      return command({ do: "stop" });
    case "next":
    case "skip_forward":
      return { ok: true, wish: { is: "move", move: { go: "next" } } };
    case "previous":
    case "skip_backward":
      return { ok: true, wish: { is: "move", move: { go: "previous" } } };
    case "seek":
      return { ok: true, wish: { is: "move", move: { go: "to-second", seconds: asked.seconds } } };
    case "volume": {
      if (asked.by !== undefined) return { ok: true, wish: { is: "turn-volume", steps: asked.by } };
      const percent =
        asked.percent ?? (asked.volume === undefined ? undefined : percentOfSteps(asked.volume));
      return percent === undefined ? lacks("percent") : command({ do: "set-volume", percent });
    }
    case "sleep-timer":
      if (asked.until !== undefined)
        return {
          ok: true,
          wish: { is: "sleep-at-end", of: asked.until === "end-of-track" ? "track" : "chapter" },
        };
      return asked.seconds === undefined
        ? lacks("seconds")
        : command({ do: "set-sleep-timer", seconds: asked.seconds });
    case "play":
    case "play-card":
      return playWish(asked);
    case "ambient-light": {
      const { red, green, blue } = asked;
      return command({ do: "set-ambient-light", red, green, blue });
    }
    case "show-icon": {
      const { iconId, url, seconds, animated } = asked;
      if (iconId !== undefined) return { ok: true, wish: { is: "show-icon", mediaId: iconId, seconds } };
      if (url === undefined) return lacks("iconId");
      return command({ do: "show-icon", url, seconds, animated: animated ?? false });
    }
    case "bluetooth-on":
      return command({
        do: "bluetooth-on",
        as: asked.as === "loudspeaker" ? "speaker" : "headphones-source",
      });
    case "reboot":
    case "bluetooth-off":
    case "bluetooth-connect":
    case "bluetooth-disconnect":
    case "bluetooth-forget-all":
      return command({ do: asked.action });
  }
}

function playWish(asked: Extract<Asked, { action: "play" | "play-card" }>): Wished {
  const { action, yotoCardId, cardId, ...from } = asked;
  if (from.untilSeconds !== undefined && from.untilSeconds <= (from.fromSeconds ?? 0))
    return { ok: false, field: "untilSeconds", problem: "must be later than the beginning" };
  if (yotoCardId !== undefined) return command(playCard(YotoCardId(yotoCardId), from));
  if (cardId !== undefined) return { ok: true, wish: { is: "play-ours", cardId: CardId(cardId), ...from } };
  return action === "play" ? command({ do: "resume" }) : lacks("cardId");
}

function command(each: Extract<CommandRequest, { is: "command" }>["command"]): Wished {
  return { ok: true, wish: { is: "command", command: each } };
}

function lacks(field: string): Wished {
  return { ok: false, field, problem: "is missing: say it too" };
}
