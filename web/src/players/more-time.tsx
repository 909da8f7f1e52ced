import { useEffect } from "preact/hooks";
import type { Player } from "../../../src/http/schema/player.ts";
import type { Rule } from "../../../src/http/schema/rule.ts";
import { serverNowMs } from "../api/server-clock.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { giveMoreTime, house } from "../stores/rules.ts";
import { tickingNowMs } from "../stores/ticker.ts";
import { showFailure, showToast } from "../stores/toasts.ts";
import { Button } from "../ui/button.tsx";
import { momentWords } from "../ui/words.ts";

const minutes = 10;

/** "10 more minutes", where a rule could end something; each press adds ten. */
export function MoreTime({ player }: { player: Player }) {
  useEffect(house.need, []);
  const { busy, submit } = useSubmit(async () => {
    try {
      const { untilMs } = await giveMoreTime(player.id, minutes);
      const until = momentWords(untilMs, serverNowMs());
      showToast({ tone: "good", text: `${player.name}: no rule ends anything before ${until}.` });
    } catch (thrown) {
      showFailure(thrown);
    }
  });
  const now = house.value.value;
  if (now === undefined || !now.rules.some((rule) => mayEnd(rule, player.id))) return null;
  const untilMs = now.moreTime.find(({ playerId }) => playerId === player.id)?.untilMs ?? 0;
  const given = untilMs > tickingNowMs.value;
  return (
    <Button
      icon="plus"
      busy={busy}
      class={given ? "more-time sleep-timer-on" : "more-time"}
      onClick={() => submit()}
    >
      {given ? `Until ${momentWords(untilMs, tickingNowMs.value)}, 10 more` : "10 more minutes"}
    </Button>
  );
}

function mayEnd({ rule }: Rule, playerId: string): boolean {
  const ends = rule.kind === "bedtime" || rule.kind === "quiet-hours" || rule.kind === "daily-limit";
  return rule.on && !rule.dryRun && ends && (rule.players === undefined || rule.players.includes(playerId));
}
