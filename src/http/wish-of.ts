import { CardId, YotoCardId } from "../domain/ids.ts";
import { percentOfSteps } from "../domain/volume.ts";
import { playCard, type Wish } from "../usecases/control-player.ts";
import type { ControlRequest } from "./schema/control.ts";

/** What a control request wishes, or which field it lacks. */
export function wishOf(
  asked: ControlRequest,
): { readonly ok: true; readonly wish: Wish } | { readonly ok: false; readonly lacks: string } {
  const command = (each: Extract<Wish, { is: "command" }>["command"]) =>
    ({ ok: true, wish: { is: "command", command: each } }) as const;
  switch (asked.action) {
    case "play":
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
      const percent =
        asked.percent ?? (asked.volume === undefined ? undefined : percentOfSteps(asked.volume));
      return percent === undefined ? { ok: false, lacks: "percent" } : command({ do: "set-volume", percent });
    }
    case "sleep-timer":
      return command({ do: "set-sleep-timer", seconds: asked.seconds });
    case "play-card": {
      const { yotoCardId, cardId, chapterKey, trackKey, fromSeconds } = asked;
      if (yotoCardId !== undefined) return command(playCard(YotoCardId(yotoCardId), asked));
      if (cardId === undefined) return { ok: false, lacks: "cardId" };
      return {
        ok: true,
        wish: {
          is: "play-ours",
          cardId: CardId(cardId),
          ...(chapterKey === undefined ? {} : { chapterKey }),
          ...(trackKey === undefined ? {} : { trackKey }),
          ...(fromSeconds === undefined ? {} : { fromSeconds }),
        },
      };
    }
    case "ambient-light":
      return command({
        do: "set-ambient-light",
        red: asked.red,
        green: asked.green,
        blue: asked.blue,
      });
    case "reboot":
    case "bluetooth-off":
    case "bluetooth-disconnect":
      return command({ do: asked.action });
  }
}
