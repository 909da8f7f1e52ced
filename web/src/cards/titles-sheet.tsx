import { useState } from "preact/hooks";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { inNaturalOrder, numbered, withoutCommonStart } from "./rename-many.ts";

type Props = {
  titles: readonly string[];
  onClose: () => void;
  /** `order[n]` is where the n-th title stood before. */
  onDone: (titles: readonly string[], order: readonly number[]) => void;
};

/** All titles of a card at once, one on each line. */
export function TitlesSheet({ titles, onClose, onDone }: Props) {
  const [lines, setLines] = useState<readonly string[]>(titles);
  const [order, setOrder] = useState<readonly number[]>(titles.map((_, at) => at));
  const fits = lines.length === titles.length && lines.every((line) => line.trim() !== "");
  const reorder = (places: readonly number[]) => {
    setLines(places.map((place) => lines[place] ?? ""));
    setOrder(places.map((place) => order[place] ?? place));
  };
  return (
    <Sheet title="All titles" onClose={onClose}>
      <div class="stack">
        <div class="chapter-edit-bar">
          <Button onClick={() => setLines(numbered(lines, "Chapter"))}>Number them</Button>
          <Button onClick={() => setLines(withoutCommonStart(lines))}>Cut the common beginning</Button>
          <Button disabled={!fits} onClick={() => reorder(inNaturalOrder(lines))}>
            A–Z
          </Button>
          <Button disabled={!fits} onClick={() => reorder(lines.map((_, at) => lines.length - 1 - at))}>
            Turn round
          </Button>
        </div>
        <Field
          label="One title on each line"
          value={lines.join("\n")}
          lines={10}
          onInput={(text) => setLines(text.split("\n"))}
        />
        {!fits && (
          <p class="small field-wrong" role="alert">
            There are {titles.length} chapters, so there must be {titles.length} lines with something in them.
          </p>
        )}
        <div class="sheet-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="main"
            icon="check"
            disabled={!fits}
            onClick={() =>
              onDone(
                lines.map((line) => line.trim().slice(0, 100)),
                order,
              )
            }
          >
            Take them
          </Button>
        </div>
      </div>
    </Sheet>
  );
}
