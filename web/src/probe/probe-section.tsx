import { useEffect, useState } from "preact/hooks";
import type { Player } from "../../../src/http/schema/player.ts";
import type { Probe, ProbedModels } from "../../../src/http/schema/probe.ts";
import { request } from "../api/request.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { order } from "../stores/orders.ts";
import { createResource } from "../stores/resource.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button, LinkButton } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { Sheet } from "../ui/sheet.tsx";
import "../checks/play-check-sheet.css";
import "./probe.css";

const lookEveryMs = 3_000;
const models = createResource(() => request<ProbedModels>("GET", "/api/probes"));

/** What this kind of player was found to do, and finding it out. */
export function ProbeSection({ player }: { player: Player }) {
  const [open, setOpen] = useState(false);
  useEffect(models.need, []);
  const known = models.value.value?.items.filter(
    ({ model }) => model === (player.deviceType ?? player.family),
  );
  return (
    <section class="panel" aria-labelledby="probe-title">
      <div class="section-head">
        <div class="panel-words">
          <h2 id="probe-title">Player Probe</h2>
          <p class="small soft">Finds out how this player fetches streams, so that yours come as it likes.</p>
        </div>
        <Button icon="search" disabled={!player.online} aria-haspopup="dialog" onClick={() => setOpen(true)}>
          Find out…
        </Button>
      </div>
      {known?.map(({ words }) => (
        <ul key="known" class="probe-words">
          {words.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      ))}
      {open && (
        <ProbeSheet
          player={player}
          onClose={() => {
            setOpen(false);
            models.refresh();
          }}
        />
      )}
    </section>
  );
}

function ProbeSheet({ player, onClose }: { player: Player; onClose: () => void }) {
  const [run, setRun] = useState<Probe>();
  const start = useSubmit(async () => {
    setRun(await request<Probe>("POST", "/api/probes", { body: { playerId: player.id } }));
  });
  const stop = useSubmit(async () => {
    if (run !== undefined) await request("DELETE", `/api/probes/${encodeURIComponent(run.id)}`);
    onClose();
  });
  const isRunning = run !== undefined && run.finishedAtMs === undefined;
  const id = run?.id ?? "";
  const look = () => {
    request<Probe>("POST", `/api/probes/${encodeURIComponent(id)}/drive`).then(setRun, () => undefined);
  };
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(look, lookEveryMs);
    return () => clearInterval(timer);
  }, [id, isRunning]);
  return (
    <Sheet title={`What can ${player.name} do?`} onClose={onClose}>
      {run === undefined ? (
        <>
          <p>
            The player plays two silent minutes or three and shows the chapters 1 to 13. Leave its knobs alone
            meanwhile, and this page open. Two cards are made for it and taken away again.
          </p>
          {start.failure && <FailureBanner failure={start.failure} />}
          <div class="sheet-actions">
            <Button onClick={onClose}>Cancel</Button>
            <Button look="main" icon="play" busy={start.busy} onClick={() => start.submit()}>
              Begin
            </Button>
          </div>
        </>
      ) : (
        <>
          <ul class="probe-words" aria-live="polite">
            {run.words.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          <ol class="play-check">
            {run.questions.map(({ key, title, requests, notHere }) => {
              const isAsked = requests > 0 && !notHere;
              return (
                <li key={key} class={`play-check-line ${isAsked ? "play-check-good" : "play-check-unsure"}`}>
                  <Icon name={isAsked ? "check" : notHere ? "minus" : "more"} />
                  <p>
                    {title}
                    {notHere && <span class="small soft"> Not tried here.</span>}
                  </p>
                </li>
              );
            })}
          </ol>
          {!isRunning && run.abilities.choosesStreams === undefined && run.buttonsCardId !== undefined && (
            <TryButtons player={player} yotoCardId={run.buttonsCardId} onLook={look} />
          )}
          {stop.failure && <FailureBanner failure={stop.failure} />}
          <div class="sheet-actions">
            <LinkButton icon="external" href={`/api/probes/${encodeURIComponent(run.id)}/report`}>
              Report
            </LinkButton>
            <Button look={isRunning ? "plain" : "main"} busy={stop.busy} onClick={() => stop.submit()}>
              {isRunning ? "Stop" : "Done"}
            </Button>
          </div>
        </>
      )}
    </Sheet>
  );
}

/** The second card: whether buttons lead from stream to stream shows when somebody presses one. */
function TryButtons(props: { player: Player; yotoCardId: string; onLook: () => void }) {
  const { player, yotoCardId, onLook } = props;
  const [playing, setPlaying] = useState(false);
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(onLook, lookEveryMs);
    return () => clearInterval(timer);
  }, [playing]);
  if (playing) return <p>Now press the left or the right button of the player.</p>;
  return (
    <Button
      onClick={() => {
        setPlaying(true);
        void order(player, { action: "play-card", yotoCardId, fromSeconds: 0 });
      }}
    >
      Try the buttons…
    </Button>
  );
}
