import { useEffect, useState } from "preact/hooks";
import type { MadeSecretAddress } from "../../../src/http/schema/webhook.ts";
import { serverNowMs } from "../api/server-clock.ts";
import { cardList } from "../stores/cards.ts";
import { needPlayers, players } from "../stores/players.ts";
import { removeWithUndo, removing } from "../stores/removals.ts";
import { revokeSecretAddress, secretAddresses } from "../stores/webhooks.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { sinceWords } from "../ui/words.ts";
import { AddressSheet } from "./address-sheet.tsx";
import { deedWords } from "./deed-words.ts";
import { ShownOnce } from "./shown-once.tsx";

/** Addresses of ours that do something when they are called. */
export function AddressesSection() {
  useEffect(() => {
    needPlayers();
    void secretAddresses.load();
  }, []);
  cardList.need();
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<MadeSecretAddress>();
  const items = secretAddresses.value.value?.items.filter(({ id }) => !removing.value.has(id));
  const failure = secretAddresses.failure.value;
  const names = {
    player: (id: string) => players.value?.find((each) => each.id === id)?.name ?? "A player that is gone",
    card: (id: string) =>
      cardList.items.value?.find(({ published }) => published?.yotoCardId === id)?.title ?? `card ${id}`,
  };
  return (
    <section class="panel stack" aria-labelledby="addresses-title">
      <div class="stack-close">
        <h2 id="addresses-title">Secret addresses</h2>
        <p class="small soft">
          For a button, a shortcut on the phone, or a home's own system: whoever calls one needs no password.
        </p>
      </div>
      <ReadFailure failure={failure} again={secretAddresses.load} />
      {items === undefined && !failure && <Skeleton kind="row" count={1} label="Asking for the addresses" />}
      {items !== undefined && items.length > 0 && (
        <ul class="hooks">
          {items.map((each) => (
            <li key={each.id} class="hook">
              <span class="hook-words">
                <strong>{each.title}</strong>
                <span class="small soft">{deedWords(each.deed, names)}</span>
                <span class="small soft">
                  {each.usedAtMs === undefined
                    ? "Never called"
                    : `Last called ${sinceWords(each.usedAtMs, serverNowMs())}`}
                </span>
              </span>
              <IconButton
                icon="trash"
                label={`Delete ${each.title}`}
                onClick={() =>
                  removeWithUndo(each.id, each.title, (leaving) => revokeSecretAddress(each.id, leaving))
                }
              />
            </li>
          ))}
        </ul>
      )}
      <div class="row">
        <Button icon="plus" onClick={() => setOpen(true)}>
          New address
        </Button>
      </div>
      {open && <AddressSheet onMade={setMade} onClose={() => setOpen(false)} />}
      {made && (
        <ShownOnce title={made.title} text={made.url} what="the address" onClose={() => setMade(undefined)}>
          <p>
            Call it with POST, ten times a minute at most: {deedWords(made.deed, names)}. Whoever knows it can
            do that, and nothing else.
          </p>
        </ShownOnce>
      )}
    </section>
  );
}
