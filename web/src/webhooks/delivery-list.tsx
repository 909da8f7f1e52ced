import { useEffect } from "preact/hooks";
import type { WebhookDelivery } from "../../../src/http/schema/webhook.ts";
import { serverNowMs } from "../api/server-clock.ts";
import { deliveriesOf } from "../stores/webhooks.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { counted, momentWords } from "../ui/words.ts";

const chips = {
  delivered: { words: "taken", look: "chip-good" },
  waiting: { words: "waiting", look: "" },
  "given-up": { words: "given up", look: "chip-warn" },
} as const;

/** What was sent to a webhook lately, and what became of it. */
export function DeliveryList({ webhookId }: { webhookId: string }) {
  const list = deliveriesOf(webhookId);
  useEffect(() => void list.reload(), [list]);
  const items = list.items.value;
  return (
    <>
      {list.failure.value && <FailureBanner failure={list.failure.value} />}
      {items === undefined && !list.failure.value && (
        <Skeleton kind="row" count={2} label="Asking what was sent" />
      )}
      {items?.length === 0 && <p class="small soft">Nothing was sent in the last seven days.</p>}
      {items !== undefined && items.length > 0 && (
        <ul class="deliveries">
          {items.map((each) => (
            <li key={each.id} class="delivery">
              <span class="numbers small soft">{momentWords(each.createdAtMs, serverNowMs())}</span>
              <span>
                {each.kind}
                <span class="small soft delivery-told">{outcomeWords(each)}</span>
              </span>
              <span class={`chip ${chips[each.state].look}`}>{chips[each.state].words}</span>
            </li>
          ))}
        </ul>
      )}
      {list.hasMore.value && (
        <Button busy={list.busy.value} onClick={() => void list.more()}>
          Show more
        </Button>
      )}
    </>
  );
}

function outcomeWords({ state, attempts, told, nextAtMs }: WebhookDelivery): string {
  const tried = attempts > 1 ? ` after ${counted(attempts, "attempt")}` : "";
  if (state !== "waiting") return `${told ?? ""}${tried}`;
  if (told === undefined || nextAtMs === undefined) return "on its way";
  return `${told}${tried}; next at ${new Date(nextAtMs).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" })}`;
}
