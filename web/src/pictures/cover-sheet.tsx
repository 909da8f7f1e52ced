import { useEffect, useState } from "preact/hooks";
import type { Card } from "../../../src/http/schema/card.ts";
import type { Icon } from "../../../src/http/schema/icon.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { audioList } from "../stores/audio.ts";
import { showToast } from "../stores/toasts.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Segments } from "../ui/segments.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { cropOf, wholeView } from "./crop.ts";
import { CropFrame } from "./crop-frame.tsx";
import { IconSheet } from "./icon-sheet.tsx";
import { type OpenPicture, openPicture } from "./open-picture.ts";
import { type CoverSize, drawnCoverPath, putCardCover, wishCardCover } from "./picture-api.ts";
import { PictureButton } from "./picture-button.tsx";
import "./icon-sheet.css";

const sources = [
  { value: "picture", name: "Picture" },
  { value: "audio", name: "Recording" },
  { value: "drawn", name: "Drawn" },
] as const;
const sizes = [
  { value: "card", name: "Upright" },
  { value: "square", name: "Square" },
  { value: "wide", name: "Wide" },
] as const;
const frames = {
  card: { width: 638, height: 1011 },
  square: { width: 600, height: 600 },
  wide: { width: 520, height: 400 },
};
const mostDots = 2_000;

type Props = { card: Card; accountId: string; onClose: () => void };

/** Gives a card a cover: a part of a picture, the picture of a recording, or one drawn with its title. */
export function CoverSheet({ card, accountId, onClose }: Props) {
  const [source, setSource] = useState<(typeof sources)[number]["value"]>("picture");
  const [size, setSize] = useState<CoverSize>("card");
  const [picture, setPicture] = useState<OpenPicture>();
  const [view, setView] = useState(wholeView);
  const [wrong, setWrong] = useState<string>();
  const [icon, setIcon] = useState<Icon>();
  const [choosing, setChoosing] = useState(false);
  useEffect(() => () => picture?.close(), [picture]);
  const done = () => {
    showToast({ tone: "good", text: "The card has a new cover; publish it so that Yoto shows it" });
    onClose();
  };
  const open = async (file: File) => {
    const opened = await openPicture(file, mostDots, "image/jpeg");
    setWrong(opened === undefined ? "This browser cannot show that file as a picture." : undefined);
    setPicture(opened);
    setView(wholeView);
  };
  const save = useSubmit(async () => {
    if (source === "drawn")
      await wishCardCover(card.id, { from: "template", ...(icon && { iconId: icon.id }) }, size);
    else if (picture !== undefined)
      await putCardCover(card.id, picture.send, cropOf(picture, frames[size], view), size);
    done();
  });
  if (choosing)
    return (
      <IconSheet
        title="An icon for the cover"
        accountId={accountId}
        onChoose={setIcon}
        onClose={() => setChoosing(false)}
      />
    );
  return (
    <Sheet title="Cover" onClose={onClose}>
      <Segments label="Where the cover comes from" value={source} choices={sources} onChange={setSource} />
      <Segments label="Its shape" value={size} choices={sizes} onChange={setSize} />
      {source === "picture" && (
        <>
          <PictureButton
            look={picture === undefined ? "main" : "plain"}
            label={picture === undefined ? "Choose a picture" : "Another picture"}
            onFile={(file) => void open(file)}
          />
          {wrong && <p class="field-wrong">{wrong}</p>}
          {picture && <CropFrame picture={picture} frame={frames[size]} view={view} onChange={setView} />}
        </>
      )}
      {source === "audio" && <RecordingCovers cardId={card.id} size={size} onDone={done} />}
      {source === "drawn" && (
        <>
          <img
            class="cover-preview"
            src={drawnCoverPath(card.id, size, icon?.id)}
            alt={`A drawn cover with the title ${card.title}`}
            {...frames[size]}
          />
          <Button icon="picture" onClick={() => setChoosing(true)}>
            {icon === undefined ? "Put an icon on it…" : "Another icon…"}
          </Button>
        </>
      )}
      {save.failure && <FailureBanner failure={save.failure} />}
      {source !== "audio" && (
        <div class="sheet-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="main"
            busy={save.busy}
            disabled={source === "picture" && picture === undefined}
            onClick={() => save.submit()}
          >
            Use this cover
          </Button>
        </div>
      )}
    </Sheet>
  );
}

function RecordingCovers({ cardId, size, onDone }: { cardId: string; size: CoverSize; onDone: () => void }) {
  audioList.need();
  const [audioId, setAudioId] = useState<string>();
  const { busy, failure, submit } = useSubmit(async () => {
    if (audioId === undefined) return;
    await wishCardCover(cardId, { from: "audio", audioId }, size);
    onDone();
  });
  const withCover = audioList.items.value?.filter(({ coverUrl }) => coverUrl !== undefined) ?? [];
  if (audioList.items.value !== undefined && withCover.length === 0)
    return (
      <EmptyState icon="audio" title="No recording brought a picture">
        Pictures in the tags of MP3, M4B or FLAC files are kept when you upload them.
      </EmptyState>
    );
  return (
    <>
      <ul class="cover-shelf">
        {withCover.map(({ id, title, coverUrl = "" }) => (
          <li key={id}>
            <button
              type="button"
              class="cover-tile"
              aria-pressed={audioId === id}
              onClick={() => setAudioId(id)}
            >
              <img src={coverUrl} alt="" loading="lazy" />
              <span class="small one-line">{title}</span>
            </button>
          </li>
        ))}
      </ul>
      {audioList.hasMore.value && (
        <Button busy={audioList.busy.value} onClick={() => void audioList.more()}>
          Show more
        </Button>
      )}
      {failure && <FailureBanner failure={failure} />}
      <div class="sheet-actions">
        <Button look="main" busy={busy} disabled={audioId === undefined} onClick={() => submit()}>
          Use this cover
        </Button>
      </div>
    </>
  );
}
