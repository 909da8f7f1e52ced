import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { AudioItem } from "../../../src/http/schema/audio.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { makeCard } from "../stores/cards.ts";
import { settings } from "../stores/settings.ts";
import { showToast } from "../stores/toasts.ts";
import { familyName, needYotoAccounts, yotoAccounts } from "../stores/yoto-accounts.ts";
import { Banner, FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { ChoiceField } from "../ui/choice-field.tsx";
import { Cover } from "../ui/cover.tsx";
import { Field } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { limitWords } from "./limit-words.ts";
import { nameOfAll } from "./name-of-all.ts";
import { TrackOrder } from "./track-order.tsx";
import "./make-card-sheet.css";

type Props = { audio: readonly AudioItem[]; named?: string; onClose: () => void; onMade?: () => void };

/** From recordings to a card: a title, an order, and it is at Yoto. */
export function MakeCardSheet({ audio, named, onClose, onMade }: Props) {
  const { route } = useLocation();
  const [tracks, setTracks] = useState(audio);
  const [title, setTitle] = useState((named ?? nameOfAll(audio)).slice(0, 100));
  const [accountId, setAccountId] = useState<string>();
  useEffect(() => {
    needYotoAccounts();
    settings.need();
  }, []);
  const accounts = yotoAccounts.value?.filter((account) => account.state === "linked") ?? [];
  const { busy, failure, submit } = useSubmit(async () => {
    const ids = tracks.map((each) => each.id);
    const chosen = accountId ?? (accounts.length > 1 ? accounts[0]?.id : undefined);
    const card = await makeCard({
      title: title.trim(),
      audio: ids,
      ...(chosen === undefined ? {} : { accountId: chosen }),
    });
    onMade?.();
    onClose();
    showToast({ tone: "good", text: `“${card.title}” is a card now` });
    route(`/cards/${card.id}`);
  });
  const limits = settings.value.value?.limits;
  const tooMuch = limits === undefined ? undefined : limitWords(tracks, limits);
  return (
    <Sheet title="Make a card" onClose={onClose}>
      <Form failure={failure} onSubmit={submit}>
        <div class="make-card-head">
          <div class="make-card-cover">
            <Cover title={title} />
          </div>
          <Field label="Title" field="title" value={title} maxLength={100} onInput={setTitle} />
        </div>
        <TrackOrder tracks={tracks} onChange={setTracks} />
        {accounts.length > 1 && (
          <ChoiceField
            label="For which family?"
            value={accountId ?? accounts[0]?.id ?? ""}
            choices={accounts.map(({ id }) => ({ value: id, name: familyName(id) }))}
            onChange={setAccountId}
          />
        )}
        {tooMuch && (
          <Banner tone="warn">
            <p>{tooMuch}</p>
          </Banner>
        )}
        {failure && <FailureBanner failure={failure} />}
        <div class="sheet-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="main"
            icon="card"
            busy={busy}
            disabled={title.trim() === "" || tracks.length === 0 || tooMuch !== undefined}
          >
            Make the card
          </Button>
        </div>
      </Form>
    </Sheet>
  );
}
