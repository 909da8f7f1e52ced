import { useEffect, useMemo, useState } from "preact/hooks";
import type { Page } from "../../../src/http/schema/page.ts";
import type { Stream } from "../../../src/http/schema/stream.ts";
import { request } from "../api/request.ts";
import { readFamilyCard, shelfOf } from "../stores/family-cards.ts";
import { createResource } from "../stores/resource.ts";
import { ChoosePiecesSheet } from "../streams/choose-pieces-sheet.tsx";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import type { EditedChapter } from "./chapters-editor.tsx";

type Props = { accountId: string | undefined; onAdd: (added: readonly EditedChapter[]) => void };

let added = 0;
const freshId = () => `added-${++added}`;

/** Puts recordings, slots of streams, or audio of cards made elsewhere on a card. */
export function AddChapters({ accountId, onAdd }: Props) {
  const [open, setOpen] = useState<"recordings" | "stream" | "yoto">();
  const close = () => setOpen(undefined);
  const take = (chapters: readonly EditedChapter[]) => {
    close();
    onAdd(chapters);
  };
  return (
    <div class="chapter-edit-bar">
      <Button icon="plus" aria-haspopup="dialog" onClick={() => setOpen("recordings")}>
        Recordings
      </Button>
      <Button icon="plus" aria-haspopup="dialog" onClick={() => setOpen("stream")}>
        A stream
      </Button>
      {accountId !== undefined && (
        <Button icon="plus" aria-haspopup="dialog" onClick={() => setOpen("yoto")}>
          From another card
        </Button>
      )}
      {open === "recordings" && (
        <ChoosePiecesSheet
          onClose={close}
          onChoose={(chosen) =>
            take(chosen.map(({ id, title }) => ({ id: freshId(), title, wish: { audioId: id } })))
          }
        />
      )}
      {open === "stream" && <StreamSheet onClose={close} onTake={take} />}
      {open === "yoto" && accountId !== undefined && (
        <YotoSheet accountId={accountId} onClose={close} onTake={take} />
      )}
    </div>
  );
}

type SheetProps = { onClose: () => void; onTake: (chapters: readonly EditedChapter[]) => void };

function StreamSheet({ onClose, onTake }: SheetProps) {
  const streams = useMemo(
    () => createResource(() => request<Page<Stream>>("GET", "/api/streams?limit=200")),
    [],
  );
  useEffect(() => streams.need(), [streams]);
  const found = streams.value.value?.items;
  return (
    <Sheet title="Put a stream on the card" onClose={onClose}>
      <div class="stack">
        {streams.failure.value && <FailureBanner failure={streams.failure.value} />}
        {found === undefined && !streams.failure.value && (
          <Skeleton kind="row" count={3} label="Asking for the streams" />
        )}
        {found?.length === 0 && <p class="soft">There are no streams yet.</p>}
        <ul class="choices">
          {found?.map((stream) => (
            <li key={stream.id} class="choice-row version-row">
              <div>
                <p class="one-line">{stream.title}</p>
                <p class="small soft">{stream.ruleWords}</p>
              </div>
              <Button
                onClick={() =>
                  onTake(
                    stream.slots.map(({ name, title }) => ({
                      id: freshId(),
                      title: stream.slots.length === 1 ? stream.title : title,
                      wish: { streamId: stream.id, slot: name },
                    })),
                  )
                }
              >
                Add<span class="unseen"> {stream.title}</span>
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </Sheet>
  );
}

function YotoSheet({ accountId, onClose, onTake }: SheetProps & { accountId: string }) {
  const { cards } = shelfOf(accountId);
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => cards.need(), [cards]);
  const made = cards.value.value?.filter(({ made }) => made === "elsewhere");
  const add = async (yotoCardId: string) => {
    try {
      const { chapters } = await readFamilyCard(yotoCardId);
      onTake(
        chapters.map(({ place, title }) => ({
          id: freshId(),
          title: title || `Chapter ${place + 1}`,
          wish: { yotoCardId, place },
        })),
      );
    } catch (thrown) {
      setFailure(thrown);
    }
  };
  return (
    <Sheet title="Audio of a card made elsewhere" onClose={onClose}>
      <div class="stack">
        {(failure ?? cards.failure.value) !== undefined && (
          <FailureBanner failure={failure ?? cards.failure.value} />
        )}
        {made === undefined && !cards.failure.value && (
          <Skeleton kind="row" count={3} label="Asking Yoto for the cards" />
        )}
        {made?.length === 0 && <p class="soft">The family has made no cards elsewhere.</p>}
        <ul class="choices">
          {made?.map(({ yotoCardId, title }) => (
            <li key={yotoCardId} class="choice-row version-row">
              <p class="one-line">{title}</p>
              <Button onClick={() => void add(yotoCardId)}>
                Add<span class="unseen"> {title}</span>
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </Sheet>
  );
}
