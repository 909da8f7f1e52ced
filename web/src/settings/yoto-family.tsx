import { useState } from "preact/hooks";
import type { YotoAccount } from "../../../src/http/schema/yoto-account.ts";
import { serverNowMs } from "../api/server-clock.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { isAdmin } from "../stores/session.ts";
import { familyName, unlinkYoto } from "../stores/yoto-accounts.ts";
import { Banner, FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { sinceWords } from "../ui/words.ts";
import { listenerWords } from "./listener-words.ts";

/** One linked family: whether its players are heard, what Yoto did not grant, link again, unlink. */
export function YotoFamily({ account, onLinkAgain }: { account: YotoAccount; onLinkAgain: () => void }) {
  const [asking, setAsking] = useState(false);
  const unlinking = useSubmit(async () => {
    await unlinkYoto(account.id);
    setAsking(false);
  });
  const { listener } = account;
  const linked = new Date(account.linkedAtMs).toLocaleDateString(undefined, { dateStyle: "long" });
  const { chip, good, sentence } = listenerWords(account);
  return (
    <div class="family">
      <div class="family-head">
        <h3>{familyName(account.id)}</h3>
        <span class={good ? "chip chip-good" : "chip chip-warn"}>{chip}</span>
      </div>
      <p class="small soft">
        {sentence}
        {listener.lastEventAtMs !== undefined &&
          ` Last heard of a player ${sinceWords(listener.lastEventAtMs, serverNowMs())}.`}{" "}
        Linked on {linked}.
      </p>
      {account.missing.length > 0 && (
        <Banner tone="warn">
          <p>
            Yoto did not grant everything, so this is off:{" "}
            {account.missing.map(({ turnsOff }) => turnsOff).join(", ")}. Link again and allow it.
          </p>
        </Banner>
      )}
      {isAdmin.value && (
        <div class="row">
          {(account.state === "link-again" || account.missing.length > 0) && (
            <Button look="main" icon="link" onClick={onLinkAgain}>
              Link again
            </Button>
          )}
          {!account.demo && (
            <Button look="quiet" onClick={() => setAsking(true)}>
              Unlink…
            </Button>
          )}
        </div>
      )}
      {asking && (
        <Sheet title={`Unlink ${familyName(account.id)}?`} onClose={() => setAsking(false)}>
          <p>
            Its players go from the screen and cannot be steered from here. Its cards stay at Yoto; your
            recordings stay here. You can link it again.
          </p>
          {unlinking.failure && <FailureBanner failure={unlinking.failure} />}
          <div class="sheet-actions">
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button look="danger" busy={unlinking.busy} onClick={() => unlinking.submit()}>
              Unlink
            </Button>
          </div>
        </Sheet>
      )}
    </div>
  );
}
