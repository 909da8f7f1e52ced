import { useState } from "preact/hooks";
import type { Card } from "../../../src/http/schema/card.ts";
import { demo } from "../stores/session.ts";
import { Banner } from "../ui/banner.tsx";
import { Button, LinkButton } from "../ui/button.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { Steps } from "../ui/steps.tsx";

/** How a card that is at Yoto gets onto one of cardboard: only Yoto's app, or a player, can write that. */
export function OntoBlankCard({ card }: { card: Card }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="card" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        Put it on a blank card…
      </Button>
      {open && (
        <Sheet title="Put it on a blank card" onClose={() => setOpen(false)}>
          {demo.value && (
            <Banner tone="calm" icon="try" actions={<LinkButton href="/try">Try it</LinkButton>}>
              <p>In the demo it lies beside the pretend players already.</p>
            </Banner>
          )}
          <Steps>
            <li>
              <p>Open Yoto's app and choose “{card.title}” among what you made yourself.</p>
            </li>
            <li>
              <p>There, choose to link it to a card.</p>
            </li>
            <li>
              <p>Put a blank Make Your Own card into a player when the app asks for it.</p>
            </li>
          </Steps>
          <p class="small soft">
            Once is enough: what you change here later plays on the same card. Yoto calls it{" "}
            {card.published?.yotoCardId}.
          </p>
        </Sheet>
      )}
    </>
  );
}
