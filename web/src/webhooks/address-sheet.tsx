import { useEffect, useState } from "preact/hooks";
import type { HookDeed, MadeSecretAddress } from "../../../src/http/schema/webhook.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { LineSlider } from "../player/line-slider.tsx";
import { cardList } from "../stores/cards.ts";
import { needPlayers, players } from "../stores/players.ts";
import { addSecretAddress } from "../stores/webhooks.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { ChoiceField } from "../ui/choice-field.tsx";
import { Field } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { counted } from "../ui/words.ts";

const deeds: readonly { value: HookDeed["do"]; name: string }[] = [
  { value: "play-card", name: "Play a card" },
  { value: "sleep-timer", name: "Set the sleep timer" },
  { value: "more-time", name: "Give more minutes" },
  { value: "pause", name: "Pause" },
];

type AddressSheetProps = { onMade: (made: MadeSecretAddress) => void; onClose: () => void };

/** A secret address to make: what it shall do, on which player. */
export function AddressSheet({ onMade, onClose }: AddressSheetProps) {
  useEffect(needPlayers, []);
  cardList.need();
  const cards = (cardList.items.value ?? []).flatMap(({ title, published }) =>
    published === undefined ? [] : [{ value: published.yotoCardId, name: title }],
  );
  const all = players.value ?? [];
  const [title, setTitle] = useState("");
  const [what, setWhat] = useState<HookDeed["do"]>("play-card");
  const [chosen, setPlayer] = useState<string>();
  const [card, setCard] = useState("");
  const [minutes, setMinutes] = useState(15);
  const playerId = chosen ?? all[0]?.id ?? "";
  const deed = deedOf({ what, playerId, card, minutes });
  const { busy, failure, submit } = useSubmit(async () => {
    if (deed === undefined) return;
    onMade(await addSecretAddress({ title, deed }));
    onClose();
  });
  return (
    <Sheet title="New secret address" onClose={onClose}>
      <Form failure={failure} onSubmit={submit}>
        <Field
          label="Name"
          field="title"
          value={title}
          maxLength={100}
          hint="Where you will use it, like “Button by the bed”."
          onInput={setTitle}
        />
        <ChoiceField
          label="What it does"
          value={what}
          choices={deeds}
          onChange={(value) => setWhat(deeds.find((each) => each.value === value)?.value ?? "pause")}
        />
        <ChoiceField
          label="On"
          value={playerId}
          choices={all.map(({ id, name }) => ({ value: id, name }))}
          onChange={setPlayer}
        />
        {what === "play-card" && (
          <ChoiceField
            label="Card"
            value={card}
            choices={[{ value: "", name: "Choose a card …" }, ...cards]}
            onChange={setCard}
          />
        )}
        {(what === "sleep-timer" || what === "more-time") && (
          <LineSlider
            label="How long"
            value={minutes / 5}
            max={24}
            words={counted(minutes, "minute")}
            onChange={(fives) => setMinutes(Math.max(5, fives * 5))}
          />
        )}
        {failure && <FailureBanner failure={failure} />}
        <Button
          type="submit"
          look="main"
          busy={busy}
          disabled={title.trim() === "" || playerId === "" || deed === undefined}
        >
          Make it
        </Button>
      </Form>
    </Sheet>
  );
}

function deedOf(wanted: {
  what: HookDeed["do"];
  playerId: string;
  card: string;
  minutes: number;
}): HookDeed | undefined {
  const { what, playerId, card, minutes } = wanted;
  switch (what) {
    case "play-card":
      return card === "" ? undefined : { do: what, playerId, yotoCardId: card };
    case "sleep-timer":
      return { do: what, playerId, seconds: minutes * 60 };
    case "more-time":
      return { do: what, playerId, minutes };
    case "pause":
      return { do: what, playerId };
  }
}
