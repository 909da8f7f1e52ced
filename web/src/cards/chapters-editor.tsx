import { useState } from "preact/hooks";
import { useDragOrder } from "../streams/use-drag-order.ts";
import "../streams/streams.css";
import { Button, IconButton } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { SaveOverFailure, useSaveOver } from "../ui/save-over.tsx";
import { AddChapters } from "./add-chapters.tsx";
import { TitlesSheet } from "./titles-sheet.tsx";
import "./where-it-plays.css";

/** A chapter in the editor: `wish` is what the server is told that it is. */
export type EditedChapter = {
  readonly id: string;
  readonly title: string;
  readonly iconUrl?: string | undefined;
  readonly wish: object;
};

type Props = {
  chapters: readonly EditedChapter[];
  /** What can be put on the card besides; absent: nothing. */
  accountId?: string | undefined;
  canAdd: boolean;
  /** `overAnothers`: even if somebody changed them meanwhile. */
  save: (chapters: readonly EditedChapter[], overAnothers: boolean) => Promise<void>;
  onClose: () => void;
};

/** The chapters of a card while they are renamed, put in order, taken off and added to. Nothing is sent before “Done”. */
export function ChaptersEditor({ chapters, accountId, canAdd, save, onClose }: Props) {
  const [steps, setSteps] = useState<readonly (readonly EditedChapter[])[]>([chapters]);
  const [naming, setNaming] = useState(false);
  const now = steps.at(-1) ?? chapters;
  const become = (after: readonly EditedChapter[]) => setSteps([...steps.slice(-50), after]);
  const move = (from: number, to: number) => {
    const after = [...now];
    const [moved] = after.splice(from, 1);
    if (moved !== undefined) after.splice(to, 0, moved);
    become(after);
  };
  const { dragged, handle } = useDragOrder(move);
  const saving = useSaveOver(async (overAnothers) => {
    await save(now, overAnothers);
    onClose();
  });
  return (
    <section class="chapter-edit" aria-label="Edit the chapters">
      <div class="section-head">
        <h2>Chapters</h2>
        <div class="chapter-edit-bar">
          <Button icon="undo" disabled={steps.length < 2} onClick={() => setSteps(steps.slice(0, -1))}>
            Undo
          </Button>
          <Button icon="pencil" aria-haspopup="dialog" onClick={() => setNaming(true)}>
            All titles…
          </Button>
        </div>
      </div>
      <ol class="pieces">
        {now.map((chapter, place) => (
          <li
            key={chapter.id}
            class={dragged === place ? "chapter-edit-row piece-dragged" : "chapter-edit-row"}
            data-place={place}
          >
            <span class="piece-handle numbers" title="Pull to another place" {...handle(place)}>
              <Icon name="grip" />
              {place + 1}
            </span>
            <TitleInput
              title={chapter.title}
              place={place}
              onDone={(title) => become(now.map((each, at) => (at === place ? { ...each, title } : each)))}
            />
            <span class="piece-buttons">
              <IconButton
                icon="up"
                label={`Move ${chapter.title} up`}
                disabled={place === 0}
                onClick={() => move(place, place - 1)}
              />
              <IconButton
                icon="down"
                label={`Move ${chapter.title} down`}
                disabled={place === now.length - 1}
                onClick={() => move(place, place + 1)}
              />
              <IconButton
                icon="close"
                label={`Take ${chapter.title} off`}
                disabled={now.length === 1}
                onClick={() => become(now.filter((_, at) => at !== place))}
              />
            </span>
          </li>
        ))}
      </ol>
      {canAdd && <AddChapters accountId={accountId} onAdd={(added) => become([...now, ...added])} />}
      <SaveOverFailure saving={saving} />
      <div class="sheet-actions">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          look="main"
          icon="check"
          busy={saving.busy}
          disabled={now.some(({ title }) => title.trim() === "")}
          onClick={saving.submit}
        >
          Done
        </Button>
      </div>
      {naming && (
        <TitlesSheet
          titles={now.map(({ title }) => title)}
          onClose={() => setNaming(false)}
          onDone={(titles, order) => {
            setNaming(false);
            become(
              order.flatMap((from, at) => {
                const chapter = now[from];
                return chapter === undefined ? [] : [{ ...chapter, title: titles[at] ?? chapter.title }];
              }),
            );
          }}
        />
      )}
    </section>
  );
}

type TitleInputProps = { title: string; place: number; onDone: (title: string) => void };

/** Takes a title as one step, once it is typed; until then it is kept here, whatever changes around it. */
function TitleInput({ title, place, onDone }: TitleInputProps) {
  const [typed, setTyped] = useState<string>();
  return (
    <input
      type="text"
      value={typed ?? title}
      maxLength={100}
      aria-label={`Title of chapter ${place + 1}`}
      onInput={({ currentTarget }) => setTyped(currentTarget.value)}
      onChange={({ currentTarget }) => {
        setTyped(undefined);
        onDone(currentTarget.value);
      }}
    />
  );
}
