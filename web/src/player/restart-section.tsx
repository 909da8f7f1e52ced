import { useState } from "preact/hooks";
import type { Player } from "../../../src/http/schema/player.ts";
import { order } from "../stores/orders.ts";
import { Button } from "../ui/button.tsx";
import { Sheet } from "../ui/sheet.tsx";

/** Starts the player anew, after asking. */
export function RestartSection({ player }: { player: Player }) {
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  return (
    <section class="panel" aria-labelledby="restart-title">
      <div class="section-head">
        <div class="panel-words">
          <h2 id="restart-title">Restart</h2>
          <p class="small soft">Helps a player that behaves oddly. It is gone for about half a minute.</p>
        </div>
        <Button icon="power" disabled={!player.online} onClick={() => setAsking(true)}>
          Restart…
        </Button>
      </div>
      {asking && (
        <Sheet title={`Restart ${player.name}?`} onClose={close}>
          <p>What it plays stops. It goes on where it was when the card is put in again.</p>
          <div class="sheet-actions">
            <Button onClick={close}>Cancel</Button>
            <Button
              look="danger"
              icon="power"
              onClick={() => {
                void order(player, { action: "reboot" });
                close();
              }}
            >
              Restart it
            </Button>
          </div>
        </Sheet>
      )}
    </section>
  );
}
