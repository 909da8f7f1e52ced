import type { HookDeed } from "../../../src/http/schema/webhook.ts";
import { counted } from "../ui/words.ts";

/** What a secret address does: `Kitchen: plays Bear hunt`. */
export function deedWords(
  deed: HookDeed,
  names: { readonly player: (id: string) => string; readonly card: (yotoCardId: string) => string },
): string {
  const player = names.player(deed.playerId);
  switch (deed.do) {
    case "play-card":
      return `${player}: plays ${names.card(deed.yotoCardId)}`;
    case "sleep-timer":
      return deed.seconds === 0
        ? `${player}: sleep timer off`
        : `${player}: sleep timer, ${counted(Math.round(deed.seconds / 60), "minute")}`;
    case "more-time":
      return `${player}: ${counted(deed.minutes, "more minute")}`;
    case "pause":
      return `${player}: pause`;
  }
}
