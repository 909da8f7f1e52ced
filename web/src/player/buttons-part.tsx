import { useEffect, useRef, useState } from "preact/hooks";
import type { Player } from "../../../src/http/schema/player.ts";
import type { PressPlays } from "../../../src/http/schema/player-settings.ts";
import { CardPicture } from "../cards/card-picture.tsx";
import { useSubmit } from "../pages/use-submit.ts";
import { cardList } from "../stores/cards.ts";
import { changeSettings, settingsOf } from "../stores/player-settings.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Cover } from "../ui/cover.tsx";
import { Icon } from "../ui/icon.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { SettingsAsked } from "./settings-asked.tsx";
import "./buttons-part.css";

type Press = { readonly mode: "day" | "night"; readonly press: 1 | 2 };

/** What the right button starts while no card is in: by day and by night, one press and two. */
export function ButtonsPart({ player }: { player: Player }) {
  const { settings } = settingsOf(player.id);
  useEffect(() => void settings.load(), [settings]);
  const [choosing, setChoosing] = useState<Press>();
  const now = settings.value.value;
  if (now === undefined) return <SettingsAsked playerId={player.id} />;
  return (
    <div class="columns">
      {(["day", "night"] as const).map((mode) => (
        <section key={mode} class="panel" aria-labelledby={`${mode}-buttons`}>
          <div class="panel-words">
            <h2 id={`${mode}-buttons`}>{mode === "day" ? "By day" : "By night"}</h2>
            <p class="small soft">The right button, while no card is in.</p>
          </div>
          {([1, 2] as const).map((press) => (
            <PressLine
              key={press}
              press={press}
              plays={now.buttons[mode][press - 1] ?? { is: "nothing" }}
              possible={press === 1 || now.buttons[mode][0]?.is !== "nothing"}
              onChoose={() => setChoosing({ mode, press })}
            />
          ))}
        </section>
      ))}
      {choosing && (
        <PressSheet
          player={player}
          at={choosing}
          canClear={canClear(now.buttons[choosing.mode], choosing.press)}
          onClose={() => setChoosing(undefined)}
        />
      )}
    </div>
  );
}

/** The presses have no gaps: the second goes before the first. */
function canClear(presses: readonly PressPlays[], press: 1 | 2): boolean {
  return presses[press - 1]?.is !== "nothing" && (press === 2 || presses[1]?.is === "nothing");
}

type PressLineProps = { press: 1 | 2; plays: PressPlays; possible: boolean; onChoose: () => void };

function PressLine({ press, plays, possible, onChoose }: PressLineProps) {
  const title = titleOf(plays);
  return (
    <div class="press">
      <div class="press-cover">
        {plays.is === "nothing" ? (
          <span class="press-none">
            <Icon name="card" />
          </span>
        ) : (
          <Cover title={title} />
        )}
      </div>
      <div class="panel-words">
        <p class="small soft">{press === 1 ? "One press" : "Two presses"}</p>
        <p class="one-line">{title}</p>
      </div>
      <Button disabled={!possible} onClick={onChoose}>
        Change<span class="unseen"> what {press === 1 ? "one press starts" : "two presses start"}</span>
      </Button>
    </div>
  );
}

function titleOf(plays: PressPlays): string {
  switch (plays.is) {
    case "nothing":
      return "Nothing";
    case "other":
      return "Something of Yoto's";
    case "card":
      return plays.title ?? yotosOwn(plays.chapterKey) ?? `Yoto card ${plays.yotoCardId}`;
  }
}

/** What a new player starts: chapters of a card of Yoto's that stands in no library. */
function yotosOwn(chapterKey: string | undefined): string | undefined {
  if (chapterKey === "daily") return "Yoto Daily";
  return chapterKey?.startsWith("radio") === true ? "Yoto Radio" : undefined;
}

type PressSheetProps = { player: Player; at: Press; canClear: boolean; onClose: () => void };

function PressSheet({ player, at, canClear, onClose }: PressSheetProps) {
  cardList.need();
  const wanted = useRef<string>(undefined);
  const { busy, failure, submit } = useSubmit(async () => {
    const path = `/buttons/${at.mode}/${at.press}`;
    if (wanted.current === undefined) await changeSettings(player.id, "DELETE", path);
    else await changeSettings(player.id, "PUT", path, { cardId: wanted.current });
    onClose();
  });
  const start = (cardId: string | undefined) => {
    wanted.current = cardId;
    submit();
  };
  const cards = cardList.items.value?.filter(({ published }) => published?.accountId === player.accountId);
  return (
    <Sheet title={at.press === 1 ? "One press starts …" : "Two presses start …"} onClose={onClose}>
      <div class="stack" aria-busy={busy}>
        {failure && <FailureBanner failure={failure} />}
        {busy && <p role="status">Writing it to Yoto …</p>}
        {cards?.length === 0 && <p class="soft">You have no cards yet. Make one in the library.</p>}
        <ul class="card-grid">
          {cards?.map((card) => (
            <li key={card.id}>
              <CardPicture card={card} action="start it with this press" onClick={() => start(card.id)} />
            </li>
          ))}
        </ul>
        {canClear && (
          <Button look="danger" icon="close" disabled={busy} onClick={() => start(undefined)}>
            Nothing
          </Button>
        )}
      </div>
    </Sheet>
  );
}
