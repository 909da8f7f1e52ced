import type { Playlist } from "../../../src/http/schema/stream-rule.ts";
import { ChoiceField } from "../ui/choice-field.tsx";
import { Segments } from "../ui/segments.tsx";
import { Switch } from "../ui/switch.tsx";
import type { KnownPieces, Piece } from "./piece.ts";
import { PiecesField } from "./pieces-field.tsx";

type ListFieldsProps<List> = {
  label: string;
  list: List;
  known: KnownPieces;
  /** Where the kind of stream does not say already how the list spreads over chapters. */
  choosesSlots?: boolean;
  onChange: (list: List, learned?: readonly Piece[]) => void;
};

/** A playlist: its recordings, in which order they come, and how they spread over the card. */
export function ListFields<List extends Playlist>({
  label,
  list,
  known,
  choosesSlots = false,
  onChange,
}: ListFieldsProps<List>) {
  return (
    <>
      <PiecesField
        label={label}
        audio={list.audio}
        known={known}
        onChange={(audio, learned) => onChange({ ...list, audio }, learned)}
      />
      {choosesSlots && (
        <ChoiceField
          label="They play"
          value={list.slots}
          choices={[
            { value: "joined", name: "all in one go, without a gap" },
            { value: "next", name: "the next one each time" },
            { value: "endless", name: "on and on, without an end" },
            { value: "each", name: "as a chapter each" },
          ]}
          onChange={(slots) => onChange({ ...list, slots: slots as Playlist["slots"] })}
        />
      )}
      {list.audio.length > 1 && (
        <Segments
          label="In which order"
          value={list.order}
          choices={[
            { value: "in-order", name: "In order" },
            { value: "shuffle", name: "Mixed anew" },
            { value: "shuffle-once", name: "Mixed once" },
          ]}
          onChange={(order) => onChange({ ...list, order })}
        />
      )}
      {list.slots === "next" && (
        <Switch
          label="Then again from the first"
          hint="Otherwise it stays with the last one."
          on={list.loop}
          onChange={(loop) => onChange({ ...list, loop })}
        />
      )}
    </>
  );
}
