import { useState } from "preact/hooks";
import type { StreamEnding } from "../../../src/http/schema/stream-rule.ts";
import { LineSlider } from "../player/line-slider.tsx";
import { WindowFields } from "../rules/window-fields.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { Switch } from "../ui/switch.tsx";
import { counted } from "../ui/words.ts";
import { ChoosePiecesSheet } from "./choose-pieces-sheet.tsx";
import { type KnownPieces, type Piece, piecesOf } from "./piece.ts";

type EndingFieldsProps = {
  ending: StreamEnding | undefined;
  known: KnownPieces;
  onChange: (ending: StreamEnding | undefined, learned?: readonly Piece[]) => void;
};

/** Whether the stream gets quieter at bedtime by itself, over how long, and which lullaby follows. */
export function EndingFields({ ending, known, onChange }: EndingFieldsProps) {
  const [choosing, setChoosing] = useState(false);
  const [lullaby] = ending?.lullaby === undefined ? [] : piecesOf([ending.lullaby], known);
  return (
    <>
      <Switch
        label="Ends gently at bedtime"
        hint="It gets quieter by itself, without anybody touching the player."
        on={ending !== undefined}
        onChange={(on) => onChange(on ? { window: { from: "19:30", to: "06:00" }, minutes: 10 } : undefined)}
      />
      {ending && (
        <>
          <WindowFields window={ending.window} onChange={(window) => onChange({ ...ending, window })} />
          <LineSlider
            label="Quieter over"
            value={ending.minutes}
            max={60}
            words={counted(ending.minutes, "minute")}
            onChange={(minutes) => onChange({ ...ending, minutes: Math.max(1, minutes) })}
          />
          {lullaby === undefined ? (
            <Button icon="moon" onClick={() => setChoosing(true)}>
              Then a lullaby …
            </Button>
          ) : (
            <p class="lullaby">
              <span class="one-line">Then, softly: {lullaby.title}</span>
              <IconButton
                icon="close"
                label="No lullaby"
                onClick={() => {
                  const { lullaby: _, ...rest } = ending;
                  onChange(rest);
                }}
              />
            </p>
          )}
        </>
      )}
      {choosing && ending && (
        <ChoosePiecesSheet
          one
          onClose={() => setChoosing(false)}
          onChoose={(chosen) => {
            setChoosing(false);
            const [first] = chosen;
            if (first) onChange({ ...ending, lullaby: first.id }, chosen);
          }}
        />
      )}
    </>
  );
}
