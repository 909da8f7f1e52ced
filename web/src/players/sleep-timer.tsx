import { useState } from "preact/hooks";
import type { Player } from "../../../src/http/schema/player.ts";
import { serverNowMs } from "../api/server-clock.ts";
import { order } from "../stores/orders.ts";
import { tickingNowMs } from "../stores/ticker.ts";
import { secondsAt } from "../stores/with-wish.ts";
import { Button } from "../ui/button.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { clockOf } from "../ui/words.ts";
import "./sleep-timer.css";

const choicesMinutes = [5, 10, 15, 20, 30, 45, 60, 90];

/** Stops the player after a while: shows how long is left, opens the choices. */
export function SleepTimer({ player }: { player: Player }) {
  const [open, setOpen] = useState(false);
  const leftSeconds = secondsLeft(player);
  const close = () => setOpen(false);
  const set = (seconds: number) => {
    const sleepTimerEndsAtMs = seconds === 0 ? 0 : serverNowMs() + seconds * 1000;
    void order(player, { action: "sleep-timer", seconds }, { sleepTimerEndsAtMs });
    close();
  };
  const setUntil = (until: "end-of-track" | "end-of-chapter") => {
    void order(player, { action: "sleep-timer", until });
    close();
  };
  const restOfTrack = trackRestSeconds(player);
  return (
    <>
      <Button
        icon="sleep"
        disabled={!player.online}
        aria-haspopup="dialog"
        class={leftSeconds > 0 ? "sleep-timer-on" : ""}
        onClick={() => setOpen(true)}
      >
        {leftSeconds > 0 ? (
          <span class="numbers">
            <span class="unseen">Sleep timer, left: </span>
            {clockOf(leftSeconds)}
          </span>
        ) : (
          "Sleep timer"
        )}
      </Button>
      {open && (
        <Sheet title={`Sleep timer for ${player.name}`} onClose={close}>
          <p class="soft" role="timer">
            {leftSeconds > 0 ? `Stops in ${clockOf(leftSeconds)}.` : "Playback stops by itself after …"}
          </p>
          <div class="sleep-choices">
            {choicesMinutes.map((minutes) => (
              <Button key={minutes} onClick={() => set(minutes * 60)}>
                {minutes} min
              </Button>
            ))}
          </div>
          {restOfTrack !== undefined && (
            <Button icon="moon" onClick={() => setUntil("end-of-track")}>
              At the end of this track ({clockOf(restOfTrack)})
            </Button>
          )}
          {restOfTrack !== undefined && (player.playback.card?.chapters ?? 0) > 1 && (
            <Button icon="moon" onClick={() => setUntil("end-of-chapter")}>
              At the end of this chapter
            </Button>
          )}
          {leftSeconds > 0 && (
            <Button look="danger" icon="close" onClick={() => set(0)}>
              Turn the timer off
            </Button>
          )}
        </Sheet>
      )}
    </>
  );
}

function secondsLeft({ sleepTimerEndsAtMs }: Player): number {
  if (sleepTimerEndsAtMs === undefined) return 0;
  return Math.max(0, (sleepTimerEndsAtMs - tickingNowMs.value) / 1000);
}

function trackRestSeconds(player: Player): number | undefined {
  const { playback } = player;
  const at = secondsAt(player, serverNowMs());
  if (playback.status !== "playing" || playback.track?.seconds === undefined || at === undefined)
    return undefined;
  const rest = Math.ceil(playback.track.seconds - at);
  return rest > 3 ? rest : undefined;
}
