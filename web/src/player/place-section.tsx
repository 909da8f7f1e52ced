import { useState } from "preact/hooks";
import type { Card } from "../../../src/http/schema/card.ts";
import type { Player } from "../../../src/http/schema/player.ts";
import { cardList } from "../stores/cards.ts";
import { order } from "../stores/orders.ts";
import { Button } from "../ui/button.tsx";
import { ChoiceField } from "../ui/choice-field.tsx";
import { Field } from "../ui/field.tsx";
import { Sheet } from "../ui/sheet.tsx";

/** Plays a card from a chapter and a second on, and stops it at another one. */
export function PlaceSection({ player }: { player: Player }) {
  const [open, setOpen] = useState(false);
  cardList.need();
  const playable = cardList.items.value?.filter((card) => card.published?.accountId === player.accountId);
  return (
    <section class="panel" aria-labelledby="place-title">
      <div class="section-head">
        <div class="panel-words">
          <h2 id="place-title">From a certain place</h2>
          <p class="small soft">A chapter, a minute, and where to stop again.</p>
        </div>
        <Button
          icon="card"
          disabled={!player.online || playable === undefined || playable.length === 0}
          aria-haspopup="dialog"
          onClick={() => setOpen(true)}
        >
          Choose the place…
        </Button>
      </div>
      {open && playable && <PlaceSheet player={player} cards={playable} onClose={() => setOpen(false)} />}
    </section>
  );
}

type PlaceSheetProps = { player: Player; cards: readonly Card[]; onClose: () => void };

function PlaceSheet({ player, cards, onClose }: PlaceSheetProps) {
  const [cardId, setCardId] = useState(cards[0]?.id ?? "");
  const card = cards.find(({ id }) => id === cardId);
  const [chapterKey, setChapterKey] = useState(card?.chapters[0]?.key ?? "");
  const [from, setFrom] = useState("0:00");
  const [until, setUntil] = useState("");
  const fromSeconds = secondsOf(from);
  const untilSeconds = until.trim() === "" ? undefined : secondsOf(until);
  const wrong = wrongWords(fromSeconds, until, untilSeconds);
  const play = () => {
    if (card === undefined || wrong !== undefined || fromSeconds === undefined) return;
    void order(player, {
      action: "play-card",
      cardId: card.id,
      chapterKey,
      fromSeconds,
      ...(untilSeconds === undefined ? {} : { untilSeconds }),
    });
    onClose();
  };
  return (
    <Sheet title={`Play on ${player.name}`} onClose={onClose}>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          play();
        }}
      >
        <ChoiceField
          label="Card"
          value={cardId}
          choices={cards.map(({ id, title }) => ({ value: id, name: title }))}
          onChange={(id) => {
            setCardId(id);
            setChapterKey(cards.find((each) => each.id === id)?.chapters[0]?.key ?? "");
          }}
        />
        <ChoiceField
          label="Chapter"
          value={chapterKey}
          choices={(card?.chapters ?? []).map(({ key, title }, place) => ({
            value: key,
            name: `${place + 1}. ${title}`,
          }))}
          onChange={setChapterKey}
        />
        <Field label="From" value={from} hint="Minutes and seconds, like 1:30" onInput={setFrom} />
        <Field
          label="Stop at"
          value={until}
          optional
          hint="Empty: to the end"
          wrong={wrong}
          onInput={setUntil}
        />
        <div class="sheet-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="main" icon="play" disabled={wrong !== undefined}>
            Play
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

/** `1:30`, `90` and `1:02:03` in seconds. */
function secondsOf(text: string): number | undefined {
  if (!/^\d{1,5}(:[0-5]?\d){0,2}$/.test(text.trim())) return undefined;
  return text
    .trim()
    .split(":")
    .reduce((sum, part) => sum * 60 + Number(part), 0);
}

function wrongWords(from: number | undefined, untilText: string, until: number | undefined) {
  if (from === undefined) return "“From” is not a time like 1:30.";
  if (untilText.trim() === "") return undefined;
  if (until === undefined) return "This is not a time like 1:30.";
  return until > from ? undefined : "It must stop after it began.";
}
