import { useEffect, useState } from "preact/hooks";
import type { MadeWebhook, Webhook } from "../../../src/http/schema/webhook.ts";
import { PageTitle } from "../shell/page-title.tsx";
import { removeWithUndo, removing } from "../stores/removals.ts";
import { isAdmin } from "../stores/session.ts";
import { deleteWebhook, webhooks } from "../stores/webhooks.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { AddressesSection } from "./addresses-section.tsx";
import { eventWords } from "./event-groups.ts";
import { ShownOnce } from "./shown-once.tsx";
import { WebhookSheet } from "./webhook-sheet.tsx";
import "../rules/rules-page.css";
import "../settings/settings-page.css";
import "./webhooks-page.css";

/** Who outside is told what happens, and which addresses may ask something of the players. For admins. */
export function WebhooksPage() {
  return (
    <>
      <PageTitle back={{ path: "/settings", name: "Settings" }} title="Webhooks" />
      {isAdmin.value ? (
        <div class="webhooks">
          <OutSection />
          <AddressesSection />
        </div>
      ) : (
        <EmptyState icon="link" title="Only for admins">
          Webhooks let other machines know what happens here. Ask an admin of this server.
        </EmptyState>
      )}
    </>
  );
}

function OutSection() {
  useEffect(() => void webhooks.load(), []);
  const [open, setOpen] = useState<{ readonly webhook?: Webhook }>();
  const [made, setMade] = useState<MadeWebhook>();
  const items = webhooks.value.value?.items.filter(({ id }) => !removing.value.has(id));
  const failure = webhooks.failure.value;
  return (
    <section class="panel stack" aria-labelledby="out-title">
      <div class="stack-close">
        <h2 id="out-title">Told outside</h2>
        <p class="small soft">
          Each message is signed, and sent again until it is taken, for a day.{" "}
          <a href="https://www.standardwebhooks.com" target="_blank" rel="noreferrer">
            How to check the signature
          </a>
        </p>
      </div>
      <ReadFailure failure={failure} again={webhooks.load} />
      {items === undefined && !failure && <Skeleton kind="row" count={1} label="Asking for the webhooks" />}
      {items?.length === 0 && <p class="small soft">Nobody is told anything yet.</p>}
      {items !== undefined && items.length > 0 && (
        <ul class="hooks">
          {items.map((each) => (
            <li key={each.id}>
              <button type="button" class="hook hook-open" onClick={() => setOpen({ webhook: each })}>
                <span class="hook-words">
                  <strong>{each.title}</strong>
                  <span class="small soft one-line">{each.url}</span>
                  <span class="small soft">{eventWords(each.kinds)}</span>
                  <span class="unseen">, change it or see what was sent</span>
                </span>
                {!each.on && <span class="chip">off</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class="row">
        <Button icon="plus" onClick={() => setOpen({})}>
          New webhook
        </Button>
      </div>
      {open && (
        <WebhookSheet
          {...open}
          onMade={setMade}
          onDelete={({ id, title }) => {
            setOpen(undefined);
            removeWithUndo(id, title, (leaving) => deleteWebhook(id, leaving));
          }}
          onClose={() => setOpen(undefined)}
        />
      )}
      {made && (
        <ShownOnce
          title={made.title}
          text={made.secret}
          what="the signing secret"
          onClose={() => setMade(undefined)}
        >
          <p>This is the secret its messages are signed with. Put it where they are received.</p>
        </ShownOnce>
      )}
    </section>
  );
}
