import { useEffect, useState } from "preact/hooks";
import { SearchField } from "../library/search-field.tsx";
import { audioList } from "../stores/audio.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button, LinkButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { clockOf, counted } from "../ui/words.ts";
import type { Piece } from "./piece.ts";
import "../library/search-field.css";

type ChoosePiecesSheetProps = {
  /** Only one of them: a tap chooses it. */
  one?: boolean;
  onChoose: (chosen: readonly Piece[]) => void;
  onClose: () => void;
};

/** Recordings of the library to take into a stream, in the order in which they are touched. */
export function ChoosePiecesSheet({ one = false, onChoose, onClose }: ChoosePiecesSheetProps) {
  audioList.need();
  const [words, setWords] = useState("");
  const [chosen, setChosen] = useState<readonly Piece[]>([]);
  useEffect(() => () => audioList.search(""), []);
  const found = audioList.items.value;
  const failure = audioList.failure.value;
  const turn = (piece: Piece) => {
    const without = chosen.filter(({ id }) => id !== piece.id);
    setChosen(without.length < chosen.length ? without : [...without, piece]);
  };
  return (
    <Sheet title={one ? "Choose a recording" : "Add recordings"} onClose={onClose}>
      <div class="stack">
        {(words !== "" || (found?.length ?? 0) > 0) && (
          <SearchField
            words={words}
            onSearch={(value) => {
              setWords(value);
              audioList.search(value.trim());
            }}
          />
        )}
        {failure && <FailureBanner failure={failure} />}
        {found === undefined && !failure && (
          <Skeleton kind="row" count={4} label="Asking for the recordings" />
        )}
        {found?.length === 0 && words === "" && (
          <EmptyState
            icon="audio"
            title="The library is empty"
            action={<LinkButton href="/library">To the library</LinkButton>}
          >
            Bring in a recording first; then it can play here.
          </EmptyState>
        )}
        {found?.length === 0 && words !== "" && <p class="soft">No recording has “{words}” in its name.</p>}
        {found !== undefined && found.length > 0 && (
          <ul class="choices">
            {found.map(({ id, title, seconds }) => (
              <li key={id} class="choice-row">
                {one ? (
                  <button
                    type="button"
                    class="choice choice-one"
                    onClick={() => onChoose([{ id, title, seconds }])}
                  >
                    <span class="one-line">{title}</span>
                    <span class="small soft numbers">{clockOf(seconds)}</span>
                  </button>
                ) : (
                  <label class="choice">
                    <input
                      type="checkbox"
                      checked={chosen.some((each) => each.id === id)}
                      onChange={() => turn({ id, title, seconds })}
                    />
                    <span class="one-line">{title}</span>
                    <span class="small soft numbers">{clockOf(seconds)}</span>
                  </label>
                )}
              </li>
            ))}
          </ul>
        )}
        {audioList.hasMore.value && (
          <Button busy={audioList.busy.value} onClick={() => void audioList.more()}>
            Show more
          </Button>
        )}
        <div class="sheet-actions">
          <Button onClick={onClose}>Cancel</Button>
          {!one && (
            <Button look="main" icon="plus" disabled={chosen.length === 0} onClick={() => onChoose(chosen)}>
              {chosen.length === 0 ? "Add" : `Add ${counted(chosen.length, "recording")}`}
            </Button>
          )}
        </div>
      </div>
    </Sheet>
  );
}
