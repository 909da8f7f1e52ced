import { useState } from "preact/hooks";
import type { MadeWebhook, Webhook, WebhookDraft } from "../../../src/http/schema/webhook.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { PlayersFields } from "../rules/players-fields.tsx";
import { addWebhook, changeWebhook, testWebhook } from "../stores/webhooks.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { Switch } from "../ui/switch.tsx";
import { DeliveryList } from "./delivery-list.tsx";
import { eventGroups, turnGroup, wantsGroup } from "./event-groups.ts";

type WebhookSheetProps = {
  webhook?: Webhook;
  onMade: (made: MadeWebhook) => void;
  onDelete: (webhook: Webhook) => void;
  onClose: () => void;
};

/** A webhook to add or to change, with what was sent to it. */
export function WebhookSheet({ webhook, onMade, onDelete, onClose }: WebhookSheetProps) {
  const [draft, setDraft] = useState<WebhookDraft>(
    webhook === undefined ? { title: "", url: "https://", on: true, mayReachHome: false } : draftOf(webhook),
  );
  const change = (part: Partial<WebhookDraft>) => setDraft({ ...draft, ...part });
  const isWhole = draft.title.trim() !== "" && URL.canParse(draft.url) && new URL(draft.url).host !== "";
  const saving = useSubmit(async () => {
    if (webhook === undefined) onMade(await addWebhook(draft));
    else await changeWebhook(webhook.id, draft);
    onClose();
  });
  const testing = useSubmit(async () => {
    if (webhook !== undefined) await testWebhook(webhook.id);
  });
  const failure = saving.failure ?? testing.failure;
  return (
    <Sheet title={webhook?.title ?? "New webhook"} onClose={onClose}>
      <Form failure={failure} onSubmit={saving.submit}>
        <Field
          label="Name"
          field="title"
          value={draft.title}
          maxLength={100}
          onInput={(title) => change({ title })}
        />
        <Field
          label="Address"
          field="url"
          value={draft.url}
          maxLength={2000}
          plain
          hint="Gets a signed POST with JSON for each of these."
          onInput={(url) => change({ url: url.trim() })}
        />
        <fieldset class="rule-choices">
          <legend>What it is told</legend>
          {eventGroups.map(({ name, kinds: group }) => (
            <label key={name} class="rule-choice">
              <input
                type="checkbox"
                checked={wantsGroup(draft.kinds, group)}
                onChange={() => {
                  const { kinds, ...rest } = draft;
                  const next = turnGroup(kinds, group);
                  setDraft({ ...rest, ...(next !== undefined && { kinds: next }) });
                }}
              />
              <span>{name}</span>
            </label>
          ))}
        </fieldset>
        <PlayersFields
          chosen={draft.players}
          onChange={(chosen) => {
            const { players: _, ...rest } = draft;
            setDraft({ ...rest, ...(chosen !== undefined && { players: chosen }) });
          }}
        />
        <Switch
          label="Inside the home's network, too"
          hint="For a box at home, like http://192.168.1.20/. Otherwise such addresses are refused."
          on={draft.mayReachHome ?? false}
          onChange={(mayReachHome) => change({ mayReachHome })}
        />
        <Switch
          label="Switched on"
          hint="While it is off, nothing is kept for it."
          on={draft.on ?? true}
          onChange={(on) => change({ on })}
        />
        {failure && <FailureBanner failure={failure} />}
        <div class="sheet-actions">
          {webhook && (
            <Button look="danger" icon="trash" disabled={saving.busy} onClick={() => onDelete(webhook)}>
              Delete
            </Button>
          )}
          <Button type="submit" look="main" busy={saving.busy} disabled={!isWhole}>
            Save
          </Button>
        </div>
        {webhook && (
          <section class="stack-close" aria-labelledby="sent-title">
            <div class="family-head">
              <h3 id="sent-title">Sent lately</h3>
              <Button busy={testing.busy} onClick={() => testing.submit()}>
                Send a test
              </Button>
            </div>
            <DeliveryList webhookId={webhook.id} />
          </section>
        )}
      </Form>
    </Sheet>
  );
}

function draftOf({ id: _, createdAtMs: __, ...draft }: Webhook): WebhookDraft {
  return draft;
}
