import { useState } from "preact/hooks";
import type { ControlManyAnswer, ControlRequest } from "../../../src/http/schema/control.ts";
import type { Player } from "../../../src/http/schema/player.ts";
import { CardPicture } from "../cards/card-picture.tsx";
import { useSubmit } from "../pages/use-submit.ts";
import { cardList } from "../stores/cards.ts";
import { askMany, beganApart } from "../stores/joint-start.ts";
import { Banner, FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { Switch } from "../ui/switch.tsx";

/** The same for several players: quiet everywhere, or one story in all rooms. */
export function SeveralPlayers({ players }: { players: readonly Player[] }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="player" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        Several at once…
      </Button>
      {open && <SeveralSheet players={players} onClose={() => setOpen(false)} />}
    </>
  );
}

type Told = { readonly answer: ControlManyAnswer; readonly apartMs?: number | undefined };

function SeveralSheet({ players, onClose }: { players: readonly Player[]; onClose: () => void }) {
  cardList.need();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [told, setTold] = useState<Told>();
  const [asked, setAsked] = useState<ControlRequest>();
  const chosen = players.filter(({ id, outOfReach }) => outOfReach === undefined && !left.has(id));
  const accounts = new Set(chosen.map(({ accountId }) => accountId));
  const cards = cardList.items.value?.filter(
    ({ published }) => published !== undefined && accounts.has(published.accountId),
  );
  const { busy, failure, submit } = useSend(async (request) => {
    setTold(undefined);
    setAsked(request);
    const together = request.action === "play-card";
    const ids = chosen.map(({ id }) => id);
    const answer = await askMany(ids, request, together);
    setTold({ answer });
    if (answer.jointStartId !== undefined)
      setTold({ answer, apartMs: await beganApart(answer.jointStartId) });
  });
  return (
    <Sheet title="Several players at once" onClose={onClose}>
      <div>
        {players.map((player) => (
          <Switch
            key={player.id}
            label={player.name}
            hint={player.outOfReach === undefined ? undefined : "out of reach now"}
            on={chosen.includes(player)}
            disabled={player.outOfReach !== undefined}
            onChange={(on) => setLeft(withOut(left, player.id, on))}
          />
        ))}
      </div>
      {failure && <FailureBanner failure={failure} />}
      {told && <Outcome told={told} busy={busy} asked={asked} />}
      <div class="row">
        <Button
          icon="pause"
          disabled={chosen.length === 0 || busy}
          onClick={() => submit({ action: "pause" })}
        >
          Pause
        </Button>
        <Button icon="stop" disabled={chosen.length === 0 || busy} onClick={() => submit({ action: "stop" })}>
          Stop
        </Button>
      </div>
      {cards !== undefined && cards.length > 0 && (
        <>
          <p class="soft">Or begin a card on all of them together, from its start:</p>
          <ul class="card-grid">
            {cards.map((card) => (
              <li key={card.id}>
                <CardPicture
                  card={card}
                  action="begin it on all of them"
                  onClick={() => submit({ action: "play-card", cardId: card.id, fromSeconds: 0 })}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </Sheet>
  );
}

function Outcome({ told, busy, asked }: { told: Told; busy: boolean; asked: ControlRequest | undefined }) {
  const refused = told.answer.items.filter((each) => each.refused !== undefined);
  const started = told.answer.items.length - refused.length;
  const apart = told.apartMs === undefined ? "" : `, ${(told.apartMs / 1000).toFixed(1)} s apart`;
  const done = asked?.action === "play-card" ? `${started} began${apart}.` : `Sent to ${started}.`;
  return (
    <Banner tone={refused.length > 0 ? "warn" : "good"}>
      <p class="banner-message">{busy ? "Beginning together …" : done}</p>
      {refused.map(({ playerId, name, refused: why }) => (
        <p key={playerId} class="small">
          {name ?? playerId}: {why?.message}
        </p>
      ))}
    </Banner>
  );
}

function withOut(left: ReadonlySet<string>, id: string, on: boolean): ReadonlySet<string> {
  const next = new Set(left);
  if (on) next.delete(id);
  else next.add(id);
  return next;
}

/** {@link useSubmit} for one of several requests. */
function useSend(send: (request: ControlRequest) => Promise<void>) {
  const [request] = useState<{ now?: ControlRequest }>({});
  const sending = useSubmit(async () => {
    if (request.now !== undefined) await send(request.now);
  });
  return {
    ...sending,
    submit: (wanted: ControlRequest) => {
      request.now = wanted;
      sending.submit();
    },
  };
}
