import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Card } from "../../../src/http/schema/card.ts";
import type { Player } from "../../../src/http/schema/player.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { boxDisplay } from "./box-display.ts";
import { CardSlot } from "./card-slot.tsx";
import { Knob } from "./knob.tsx";
import { PixelDisplay } from "./pixel-display.tsx";
import type { PretendBox } from "./pretend-box.ts";
import { act } from "./pretend-yoto.ts";
import { useBoxSound } from "./use-box-sound.ts";
import "./pretend-player.css";

type PretendPlayerProps = {
  box: PretendBox;
  pretendUrl: string;
  /** What our server knows of it. */
  player: Player | undefined;
  cards: readonly Card[];
  /** The card somebody holds in the hand. */
  held: Card | undefined;
  onPutIn: () => void;
  onChoose: () => void;
};

const volumeShownMs = 1300;

/** A box one can use like a child would: a slot, two knobs, sixteen by sixteen lamps, and sound. */
export function PretendPlayer({
  box,
  pretendUrl,
  player,
  cards,
  held,
  onPutIn,
  onChoose,
}: PretendPlayerProps) {
  const does = (action: string, input?: object) => void act(pretendUrl, box.id, action, input);
  const cardOf = (id: string | undefined) => cards.find((each) => each.published?.yotoCardId === id);
  const sound = useBoxSound(box, player);
  const turned = useJustTurned(box.volumeSteps);
  const name = player?.name ?? box.name;
  const { pixels, words } = useMemo(() => boxDisplay(box, turned), [box, turned]);
  const off = box.activity === "off";
  const choices = box.playing?.choices;
  return (
    <section class={`box box-${box.family}`} aria-label={`Pretend player ${name}`} data-box={box.id}>
      <CardSlot
        boxName={name}
        inside={box.slotCardId === undefined ? undefined : (cardOf(box.slotCardId) ?? box.slotCardId)}
        held={held}
        onPutIn={(cardId) => {
          does("insert", { cardId });
          onPutIn();
        }}
        onPullOut={() => does("remove")}
        onChoose={onChoose}
      />
      <div class="box-front">
        <div class="box-face">
          <Knob
            label={`Left knob of ${name}: volume ${box.volumeSteps} of 16`}
            turns={{ back: `Quieter on ${name}`, on: `Louder on ${name}`, backIcon: "minus", onIcon: "plus" }}
            disabled={off}
            onTurn={(steps) => does("turn-volume", { steps })}
            onPress={() => does("press-left")}
          />
          <div class="box-display">
            <PixelDisplay pixels={pixels} label={`The display of ${name} shows ${words}`} />
          </div>
          <Knob
            label={`Right knob of ${name}: chapters`}
            turns={{
              back: `Chapter back on ${name}`,
              on: `Chapter on on ${name}`,
              backIcon: "previous",
              onIcon: "next",
            }}
            disabled={off}
            onTurn={(steps) => does("turn-skip", { direction: steps > 0 ? "next" : "previous" })}
            onPress={() => does("press-right")}
          />
        </div>
        {choices !== undefined && !off && (
          <fieldset class="box-choices">
            <legend class="unseen">Choices on {name}</legend>
            <Button icon="arrow-left" disabled={!choices.left} onClick={() => does("press-left")}>
              Left<span class="unseen"> button of {name}</span>
            </Button>
            <Button icon="arrow-right" disabled={!choices.right} onClick={() => does("press-right")}>
              Right<span class="unseen"> button of {name}</span>
            </Button>
          </fieldset>
        )}
        <div class="box-foot">
          <IconButton
            icon="power"
            label={off ? `Switch ${name} on` : `Switch ${name} off`}
            onClick={() => does("power", { hold: true })}
          />
          <p class="box-name">{name}</p>
          <span class="box-light" aria-hidden="true" />
        </div>
      </div>
      <Button icon={sound.on ? "volume" : "volume-off"} aria-pressed={sound.on} onClick={sound.toggle}>
        {sound.on ? "Heard here" : "Hear it here"}
        <span class="unseen">: {name}</span>
      </Button>
    </section>
  );
}

/** True for a moment after the number changed. */
function useJustTurned(steps: number): boolean {
  const shown = useSignal(false);
  const before = useRef(steps);
  useEffect(() => {
    if (before.current === steps) return;
    before.current = steps;
    shown.value = true;
    const timer = setTimeout(() => {
      shown.value = false;
    }, volumeShownMs);
    return () => clearTimeout(timer);
  }, [steps, shown]);
  return shown.value;
}
