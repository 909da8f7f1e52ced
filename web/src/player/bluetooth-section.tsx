import { useState } from "preact/hooks";
import type { ControlRequest } from "../../../src/http/schema/control.ts";
import type { Player } from "../../../src/http/schema/player.ts";
import { order } from "../stores/orders.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Sheet } from "../ui/sheet.tsx";

/** Headphones over Bluetooth, and the loudspeaker mode, which asks first: nothing of ours reaches the player in it. */
export function BluetoothSection({ player }: { player: Player }) {
  const [asking, setAsking] = useState<"loudspeaker" | "forget">();
  const ask = (request: ControlRequest) => {
    void order(player, request);
    setAsking(undefined);
  };
  const off = !player.online;
  const connected = player.bluetoothHeadphones === true;
  return (
    <section class="panel" aria-labelledby="bluetooth-title">
      <div class="panel-words">
        <h2 id="bluetooth-title">Bluetooth</h2>
        <p class="small soft">{connected ? "Headphones are connected." : "No headphones are connected."}</p>
      </div>
      <div class="player-buttons">
        <Button icon="bluetooth" disabled={off} onClick={() => ask({ action: "bluetooth-on" })}>
          Turn on
        </Button>
        <Button disabled={off} onClick={() => ask({ action: "bluetooth-off" })}>
          Turn off
        </Button>
        {connected ? (
          <Button disabled={off} onClick={() => ask({ action: "bluetooth-disconnect" })}>
            Disconnect
          </Button>
        ) : (
          <Button icon="headphones" disabled={off} onClick={() => ask({ action: "bluetooth-connect" })}>
            Connect
          </Button>
        )}
        <Button disabled={off} onClick={() => setAsking("forget")}>
          Forget all…
        </Button>
        <Button icon="volume" class="wide" disabled={off} onClick={() => setAsking("loudspeaker")}>
          Use as a loudspeaker…
        </Button>
      </div>
      {asking === "loudspeaker" && (
        <Sheet title={`${player.name} as a loudspeaker?`} onClose={() => setAsking(undefined)}>
          <Banner tone="warn">
            <p class="banner-message">As a Bluetooth loudspeaker it leaves the network.</p>
            <p class="small">
              It plays no cards and hears nothing from us or from Yoto's app, house rules and alarms included,
              until somebody holds its left button for three seconds.
            </p>
          </Banner>
          <div class="sheet-actions">
            <Button onClick={() => setAsking(undefined)}>Cancel</Button>
            <Button look="danger" onClick={() => ask({ action: "bluetooth-on", as: "loudspeaker" })}>
              Make it a loudspeaker
            </Button>
          </div>
        </Sheet>
      )}
      {asking === "forget" && (
        <Sheet title="Forget all headphones?" onClose={() => setAsking(undefined)}>
          <p>All headphones that {player.name} knows must be paired anew.</p>
          <div class="sheet-actions">
            <Button onClick={() => setAsking(undefined)}>Cancel</Button>
            <Button look="danger" onClick={() => ask({ action: "bluetooth-forget-all" })}>
              Forget them
            </Button>
          </div>
        </Sheet>
      )}
    </section>
  );
}
