import { useEffect, useState } from "preact/hooks";
import type { Icon } from "../../../src/http/schema/icon.ts";
import { ApiFailure } from "../api/api-failure.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { Segments } from "../ui/segments.tsx";
import { Swatches } from "../ui/swatches.tsx";
import { cropOf, wholeView } from "./crop.ts";
import { CropFrame } from "./crop-frame.tsx";
import { type OpenPicture, openPicture } from "./open-picture.ts";
import { dark, paints } from "./paints.ts";
import { addIcon, drawIcon, drawnIconPath, previewIcon } from "./picture-api.ts";
import { PictureButton } from "./picture-button.tsx";
import { PixelBoard } from "./pixel-board.tsx";
import "./icon-sheet.css";

const ways = [
  { value: "picture", name: "Picture" },
  { value: "letters", name: "Letters" },
  { value: "dots", name: "Dots" },
] as const;
const square = { width: 1, height: 1 };
const mostDots = 800;
const patienceMs = 150;

type Props = { accountId: string; onMade: (icon: Icon) => void };

/** Makes an icon: of any picture, of letters, or dot by dot. */
export function IconMaker({ accountId, onMade }: Props) {
  const [way, setWay] = useState<(typeof ways)[number]["value"]>("picture");
  return (
    <div class="icon-maker">
      <Segments label="How to make it" value={way} choices={ways} onChange={setWay} />
      {way === "picture" && <OfPicture accountId={accountId} onMade={onMade} />}
      {way === "letters" && <OfLetters accountId={accountId} onMade={onMade} />}
      {way === "dots" && <DotByDot accountId={accountId} onMade={onMade} />}
    </div>
  );
}

function OfPicture({ accountId, onMade }: Props) {
  const [picture, setPicture] = useState<OpenPicture>();
  const [view, setView] = useState(wholeView);
  const [title, setTitle] = useState("");
  const [preview, setPreview] = useState<string>();
  const [trouble, setTrouble] = useState<ApiFailure | string>();
  const crop = picture && view !== wholeView ? cropOf(picture, square, view) : undefined;

  useEffect(() => () => picture?.close(), [picture]);
  useEffect(() => {
    if (picture === undefined) return;
    const stop = new AbortController();
    let url: string | undefined;
    const timer = setTimeout(async () => {
      try {
        url = URL.createObjectURL(await previewIcon(picture.send, crop, stop.signal));
        setPreview(url);
        setTrouble(undefined);
      } catch (thrown) {
        if (!stop.signal.aborted) setTrouble(ApiFailure.of(thrown));
      }
    }, patienceMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
      if (url !== undefined) URL.revokeObjectURL(url);
    };
  }, [picture, view]);

  const open = async (file: File) => {
    const opened = await openPicture(file, mostDots, "image/png");
    setTrouble(opened === undefined ? "This browser cannot show that file as a picture." : undefined);
    setPicture(opened);
    setView(wholeView);
    setTitle(opened?.name.slice(0, 100) ?? "");
  };
  const { busy, failure, submit } = useSubmit(async () => {
    if (picture !== undefined) onMade(await addIcon(picture.send, { title: title.trim(), accountId, crop }));
  });
  return (
    <Form class="icon-maker" failure={failure} onSubmit={submit}>
      <PictureButton
        look={picture === undefined ? "main" : "plain"}
        label={picture === undefined ? "Choose a picture" : "Another picture"}
        onFile={(file) => void open(file)}
      />
      {typeof trouble === "string" ? (
        <p class="field-wrong">{trouble}</p>
      ) : (
        trouble && <FailureBanner failure={trouble} />
      )}
      {picture && (
        <>
          <CropFrame picture={picture} frame={square} view={view} onChange={setView} />
          <div class="icon-maker-preview">
            <span class="icon-dots">
              {preview && <img src={preview} alt="What it looks like on the player" width="16" height="16" />}
            </span>
            <Field label="Name" field="title" value={title} maxLength={100} optional onInput={setTitle} />
          </div>
          {failure && <FailureBanner failure={failure} />}
          <div class="sheet-actions">
            <Button type="submit" look="main" busy={busy} disabled={preview === undefined}>
              Use this icon
            </Button>
          </div>
        </>
      )}
    </Form>
  );
}

function OfLetters({ accountId, onMade }: Props) {
  const [text, setText] = useState("1");
  const [colour, setColour] = useState("#3c8caa");
  const shown = text.trim();
  const { busy, failure, submit } = useSubmit(async () => {
    onMade(await drawIcon({ text: shown, colour, accountId }));
  });
  return (
    <Form class="icon-maker" failure={failure} onSubmit={submit}>
      <div class="icon-maker-preview">
        <span class="icon-dots">
          {shown !== "" && (
            <img
              src={drawnIconPath(shown, colour)}
              alt="What it looks like on the player"
              width="16"
              height="16"
            />
          )}
        </span>
        <Field
          label="A number or up to three letters"
          field="text"
          value={text}
          maxLength={3}
          onInput={setText}
        />
      </div>
      <Swatches label="Colour" colours={paints} value={colour} only onChoose={setColour} />
      {failure && <FailureBanner failure={failure} />}
      <div class="sheet-actions">
        <Button type="submit" look="main" busy={busy} disabled={shown === ""}>
          Use this icon
        </Button>
      </div>
    </Form>
  );
}

function DotByDot({ accountId, onMade }: Props) {
  const [colour, setColour] = useState("#3c8caa");
  const [title, setTitle] = useState("");
  const [board, setBoard] = useState<HTMLCanvasElement>();
  const { busy, failure, submit } = useSubmit(async () => {
    const blob = await new Promise<Blob | null>((resolve) => {
      if (board === undefined) resolve(null);
      else board.toBlob(resolve, "image/png");
    });
    if (blob !== null) onMade(await addIcon(blob, { title: title.trim(), accountId }));
  });
  return (
    <Form class="icon-maker" failure={failure} onSubmit={submit}>
      <PixelBoard colour={colour} onDrawn={setBoard} />
      <Swatches
        label="Colour"
        colours={[...paints, { colour: dark, name: "No light" }]}
        value={colour}
        only
        onChoose={setColour}
      />
      <Field label="Name" field="title" value={title} maxLength={100} optional onInput={setTitle} />
      {failure && <FailureBanner failure={failure} />}
      <div class="sheet-actions">
        <Button type="submit" look="main" busy={busy} disabled={board === undefined}>
          Use this icon
        </Button>
      </div>
    </Form>
  );
}
