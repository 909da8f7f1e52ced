import { useState } from "preact/hooks";
import { Button, IconButton } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { clockOf, counted, spokenTime } from "../ui/words.ts";
import { ChoosePiecesSheet } from "./choose-pieces-sheet.tsx";
import { type KnownPieces, type Piece, piecesOf } from "./piece.ts";
import { useDragOrder } from "./use-drag-order.ts";

type PiecesFieldProps = {
  label: string;
  audio: readonly string[];
  known: KnownPieces;
  onChange: (audio: string[], learned?: readonly Piece[]) => void;
};

/** The recordings of a list, in their order: pulled by their handles or moved with buttons, left out, and more added. */
export function PiecesField({ label, audio, known, onChange }: PiecesFieldProps) {
  const [choosing, setChoosing] = useState(false);
  const pieces = piecesOf(audio, known);
  const move = (from: number, to: number) => {
    const after = [...audio];
    const [moved] = after.splice(from, 1);
    if (moved !== undefined) after.splice(to, 0, moved);
    onChange(after);
  };
  const { dragged, handle } = useDragOrder(move);
  const seconds = pieces.reduce((sum, each) => sum + each.seconds, 0);
  return (
    <fieldset class="pieces-field">
      <legend>
        {label}
        {pieces.length > 0 && (
          <span class="small soft">
            {" "}
            · {counted(pieces.length, "recording")}, {spokenTime(seconds)}
          </span>
        )}
      </legend>
      {pieces.length > 0 && (
        <ol class="pieces">
          {pieces.map((piece, place) => (
            <li
              key={`${piece.id} ${place}`}
              class={dragged === place ? "piece piece-dragged" : "piece"}
              data-place={place}
            >
              <span class="piece-handle numbers" title="Pull to another place" {...handle(place)}>
                <Icon name="grip" />
                {place + 1}
              </span>
              <span class="piece-words">
                <span class="one-line">{piece.title}</span>
                <span class="small soft numbers">{clockOf(piece.seconds)}</span>
              </span>
              <span class="piece-buttons">
                <IconButton
                  icon="up"
                  label={`Move ${piece.title} up`}
                  disabled={place === 0}
                  onClick={() => move(place, place - 1)}
                />
                <IconButton
                  icon="down"
                  label={`Move ${piece.title} down`}
                  disabled={place === pieces.length - 1}
                  onClick={() => move(place, place + 1)}
                />
                <IconButton
                  icon="close"
                  label={`Leave ${piece.title} out`}
                  onClick={() => onChange(audio.filter((_, at) => at !== place))}
                />
              </span>
            </li>
          ))}
        </ol>
      )}
      <Button icon="plus" onClick={() => setChoosing(true)}>
        Add recordings
      </Button>
      {choosing && (
        <ChoosePiecesSheet
          onClose={() => setChoosing(false)}
          onChoose={(chosen) => {
            setChoosing(false);
            onChange([...audio, ...chosen.map(({ id }) => id)], chosen);
          }}
        />
      )}
    </fieldset>
  );
}
