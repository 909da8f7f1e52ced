import { useEffect, useState } from "preact/hooks";
import type { AudioItem } from "../../../src/http/schema/audio.ts";
import type { StoryPassage as Passage } from "../../../src/http/schema/story.ts";
import { Heard } from "../making/heard.tsx";
import { RecordPart } from "../making/record-part.tsx";
import { hearBeginning } from "../making/voices.tsx";
import { useSubmit } from "../pages/use-submit.ts";
import { IconSheet } from "../pictures/icon-sheet.tsx";
import { readAudio } from "../stores/audio.ts";
import { listening, toggleListening } from "../stores/listening.ts";
import { uploadOne } from "../stores/upload-one.ts";
import { yotoAccounts } from "../stores/yoto-accounts.ts";
import { ChoosePiecesSheet } from "../streams/choose-pieces-sheet.tsx";
import { FailureBanner } from "../ui/banner.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { clockOf } from "../ui/words.ts";
import type { PassageChange } from "./story-edit.ts";
import type { WrittenStory } from "./use-story.ts";
import "../making/make-page.css";
import "../pictures/icon-sheet.css";
import "../streams/streams.css";

type PassageSoundProps = {
  story: WrittenStory;
  passage: Passage;
  onChange: (part: PassageChange) => void;
};

/** How a passage is heard: read by the voice, or a recording; and what the player shows meanwhile. */
export function PassageSound({ story, passage, onChange }: PassageSoundProps) {
  const [open, setOpen] = useState<"record" | "choose" | "icon">();
  const [heard, setHeard] = useState<string>();
  useEffect(() => setHeard(undefined), [passage.name, passage.text]);
  const close = () => setOpen(undefined);
  const hearing = useSubmit(async () => setHeard(await hearBeginning(passage.text, story.face.voice)));
  const accountId = yotoAccounts.value?.[0]?.id;
  const icon = passage.icon?.replace(/^yoto:#/, "");
  return (
    <div class="stack-close">
      {passage.recording !== undefined && (
        <Recording id={passage.recording} onRemove={() => onChange({ recording: undefined })} />
      )}
      <div class="row story-sound">
        {passage.recording === undefined && (
          <Button
            icon="play"
            busy={hearing.busy}
            disabled={passage.text.trim() === ""}
            onClick={() => hearing.submit()}
          >
            Hear it
          </Button>
        )}
        <Button icon="microphone" aria-haspopup="dialog" onClick={() => setOpen("record")}>
          Record it
        </Button>
        <Button icon="audio" aria-haspopup="dialog" onClick={() => setOpen("choose")}>
          Choose a recording
        </Button>
        {accountId !== undefined && (
          <Button icon="picture" aria-haspopup="dialog" onClick={() => setOpen("icon")}>
            {icon === undefined ? "Icon" : "Another icon"}
          </Button>
        )}
        {accountId !== undefined && icon !== undefined && (
          <span class="icon-dots story-icon">
            <img
              src={`/api/icons/${encodeURIComponent(accountId)}/${encodeURIComponent(icon)}`}
              alt="The icon of this passage"
              width="16"
              height="16"
            />
          </span>
        )}
      </div>
      <Heard url={heard} />
      {hearing.failure && <FailureBanner failure={hearing.failure} />}
      {open === "record" && (
        <Sheet title={`Record “${passage.name}”`} onClose={close}>
          {passage.text !== "" && <p class="story-to-read">{passage.text}</p>}
          <RecordPart
            named={`${story.face.title}: ${passage.name}`}
            keep={async (file) => {
              const { id } = await uploadOne(file);
              onChange({ recording: id });
              close();
            }}
          />
        </Sheet>
      )}
      {open === "choose" && (
        <ChoosePiecesSheet
          one
          onClose={close}
          onChoose={([piece]) => {
            if (piece) onChange({ recording: piece.id });
            close();
          }}
        />
      )}
      {open === "icon" && accountId !== undefined && (
        <IconSheet
          title={`An icon for “${passage.name}”`}
          accountId={accountId}
          onChoose={({ id }) => onChange({ icon: `yoto:#${id}` })}
          onClose={close}
        />
      )}
    </div>
  );
}

/** The recording that is heard here. */
function Recording({ id, onRemove }: { id: string; onRemove: () => void }) {
  const [item, setItem] = useState<AudioItem | "gone">();
  useEffect(() => {
    let isCurrent = true;
    setItem(undefined);
    void readAudio([id]).then(([found]) => isCurrent && setItem(found ?? "gone"));
    return () => {
      isCurrent = false;
    };
  }, [id]);
  const isPlaying = listening.value?.id === id && listening.value.playing;
  const title = item === undefined ? "…" : item === "gone" ? "No longer in the library" : item.title;
  return (
    <div class="story-recording">
      {item !== undefined && item !== "gone" && (
        <IconButton
          icon={isPlaying ? "pause" : "play"}
          look="plain"
          label={isPlaying ? `Pause ${title}` : `Hear ${title}`}
          onClick={() => toggleListening(id, item.playUrl)}
        />
      )}
      <p>
        {title}
        {item !== undefined && item !== "gone" && (
          <span class="small soft numbers"> {clockOf(item.seconds)}</span>
        )}
      </p>
      <IconButton icon="close" label="Have it read by the voice instead" onClick={onRemove} />
    </div>
  );
}
