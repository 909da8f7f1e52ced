import { useState } from "preact/hooks";
import type { Card } from "../../../src/http/schema/card.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { showToast } from "../stores/toasts.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { counted } from "../ui/words.ts";
import { IconSheet } from "./icon-sheet.tsx";
import { drawIcon, matchIcons, putCardIcons } from "./picture-api.ts";
import "./icon-sheet.css";

type Props = { card: Card; accountId: string; onClose: () => void };
type Chosen = { readonly id: string; readonly because?: string };

/** The icons of a card's chapters: by hand, by their titles, or as numbers. */
export function ChapterIconsSheet({ card, accountId, onClose }: Props) {
  const [chosen, setChosen] = useState<Readonly<Record<string, Chosen>>>({});
  const [choosing, setChoosing] = useState<string>();
  const idOf = (chapter: Card["chapters"][number]) =>
    chosen[chapter.key]?.id ?? chapter.icon?.replace(/^yoto:#/, "");
  const match = useSubmit(async () => {
    const titles = card.chapters.map(({ title }) => title);
    const found = await matchIcons(accountId, titles);
    const fitting = card.chapters.flatMap(({ key }, at) => {
      const { icons = [], because } = found[at] ?? {};
      const [icon] = icons;
      return icon === undefined ? [] : [[key, { id: icon.id, ...(because && { because }) }] as const];
    });
    setChosen({ ...chosen, ...Object.fromEntries(fitting) });
    showToast({
      tone: "good",
      text: `An icon for ${fitting.length} of ${counted(titles.length, "chapter")}`,
    });
  });
  const number = useSubmit(async () => {
    const drawn: Record<string, Chosen> = {};
    for (const [at, chapter] of card.chapters.entries())
      if (idOf(chapter) === undefined)
        drawn[chapter.key] = await drawIcon({ text: String(at + 1), accountId });
    setChosen({ ...chosen, ...drawn });
  });
  const save = useSubmit(async () => {
    const icons = Object.fromEntries(Object.entries(chosen).map(([key, { id }]) => [key, id]));
    await putCardIcons(card.id, icons);
    showToast({ tone: "good", text: "The icons are on the card; publish it so that players show them" });
    onClose();
  });
  const failure = match.failure ?? number.failure ?? save.failure;
  const chapter = card.chapters.find(({ key }) => key === choosing);
  if (chapter !== undefined)
    return (
      <IconSheet
        title={`An icon for “${chapter.title}”`}
        accountId={accountId}
        onChoose={({ id }) => setChosen({ ...chosen, [chapter.key]: { id } })}
        onClose={() => setChoosing(undefined)}
      />
    );
  return (
    <Sheet title="Icons" onClose={onClose}>
      <div class="card-looks">
        <Button icon="try" busy={match.busy} onClick={() => match.submit()}>
          Find by title
        </Button>
        <Button busy={number.busy} onClick={() => number.submit()}>
          Numbers for the rest
        </Button>
      </div>
      <ul class="chapter-icons">
        {card.chapters.map((each) => {
          const id = idOf(each);
          const because = chosen[each.key]?.because;
          return (
            <li key={each.key} class="chapter-icon-row">
              <span class="icon-dots">
                {id !== undefined && (
                  <img
                    src={`/api/icons/${encodeURIComponent(accountId)}/${encodeURIComponent(id)}`}
                    alt=""
                    width="16"
                    height="16"
                  />
                )}
              </span>
              <div>
                <p class="one-line">{each.title}</p>
                {because && <p class="small soft">because of “{because}”</p>}
              </div>
              <Button aria-label={`Choose an icon for ${each.title}`} onClick={() => setChoosing(each.key)}>
                Choose
              </Button>
            </li>
          );
        })}
      </ul>
      {failure && <FailureBanner failure={failure} />}
      <div class="sheet-actions">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          look="main"
          busy={save.busy}
          disabled={Object.keys(chosen).length === 0}
          onClick={() => save.submit()}
        >
          Put them on the card
        </Button>
      </div>
    </Sheet>
  );
}
