import type { CardFacts } from "../../domain/cards/card-facts.ts";
import { omitUndefined } from "../../domain/plain-values.ts";
import { outOfReach } from "../../domain/players/out-of-reach.ts";
import { capabilitiesOf } from "../../domain/players/player-family.ts";
import type { PlayerState } from "../../domain/players/player-state.ts";
import { percentOfSteps, volumeStepsMax } from "../../domain/players/volume.ts";
import type { Player } from "../schema/player.ts";
import { coverPath } from "./cover-path.ts";

/** A player's state as the API tells it, with what we know of the card it plays. */
export function playerView(state: PlayerState, card: CardFacts | undefined, nowMs: number): Player {
  const { playback, status, volumeSteps: steps, volumeMaxSteps } = state;
  const maxSteps = volumeMaxSteps ?? volumeStepsMax;
  const battery = omitUndefined({
    percent: status.batteryPercent,
    charging: status.charging,
    powerSource: status.powerSource,
  });
  return {
    id: state.playerId,
    name: state.name,
    accountId: state.accountId,
    family: state.family,
    capabilities: capabilitiesOf(state.family),
    online: state.presence.is === "online",
    presence: state.presence,
    playback: {
      status: playback.status,
      ...omitUndefined({
        source: playback.source,
        card: playback.cardId === undefined ? undefined : cardView(playback.cardId, card),
        chapter: playback.chapter,
        track: playback.track,
        position: playback.position,
        streaming: playback.streaming,
        waitingForData: playback.waitingForData,
        repeatAll: playback.repeatAll,
      }),
    },
    ...(steps === undefined
      ? {}
      : {
          volume: { steps, percent: percentOfSteps(steps), maxSteps, maxPercent: percentOfSteps(maxSteps) },
        }),
    ...(Object.keys(battery).length === 0 ? {} : { battery }),
    ...omitUndefined({
      deviceType: state.deviceType,
      outOfReach: outOfReach(state),
      sleepTimerEndsAtMs: state.sleepTimerEndsAtMs,
      headphones: status.headphones,
      bluetoothHeadphones: status.bluetoothHeadphones,
      dayMode: status.dayMode,
      nightLight: status.nightLight,
      deviceCelsius: status.deviceCelsius,
      wifiDbm: status.wifiDbm,
      firmware: status.firmware,
      freeDiskKib: status.freeDiskKib,
      heardAtMs: state.heardAtMs,
    }),
    nowMs,
  };
}

function cardView(yotoCardId: string, card: CardFacts | undefined) {
  return {
    yotoCardId,
    ...omitUndefined({
      title: card?.title,
      author: card?.author,
      coverUrl: card?.coverUrl === undefined ? undefined : coverPath(yotoCardId),
      cardId: card?.cardId,
      interactive: card?.interactive,
      chapters: card === undefined ? undefined : new Set(card.tracks.map((track) => track.chapterKey)).size,
    }),
  };
}
