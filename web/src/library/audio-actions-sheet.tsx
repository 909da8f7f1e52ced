import { useState } from "preact/hooks";
import type { AudioItem, AudioUse } from "../../../src/http/schema/audio.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { changeAudio, deleteAudio, usesOfAudio } from "../stores/audio.ts";
import { listening, stopListening } from "../stores/listening.ts";
import { removeWithUndo } from "../stores/removals.ts";
import { Banner, FailureBanner } from "../ui/banner.tsx";
import { Button, LinkButton } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { sizeWords } from "../ui/words.ts";
import { RemakePart } from "./remake-part.tsx";
import { tagsIn } from "./tags-in.ts";
import { isPlayed, usesWords } from "./uses-words.ts";

type Props = { item: AudioItem; onMakeCard: () => void; onShowWords: () => void; onClose: () => void };

/** Say what it is, make a card, delete; before deleting what is used, its uses are named. */
export function AudioActionsSheet({ item, onMakeCard, onShowWords, onClose }: Props) {
  const [title, setTitle] = useState(item.title);
  const [artist, setArtist] = useState(item.artist ?? "");
  const [album, setAlbum] = useState(item.album ?? "");
  const [tags, setTags] = useState(item.tags.join(", "));
  const [uses, setUses] = useState<AudioUse>();
  const renaming = useSubmit(async () => {
    await changeAudio(item.id, {
      title: title.trim(),
      artist: artist.trim(),
      album: album.trim(),
      tags: tagsIn(tags),
    });
    onClose();
  });
  const remove = (force: boolean) => {
    if (listening.value?.id === item.id) stopListening();
    onClose();
    removeWithUndo(item.id, item.title, (leaving) => deleteAudio(item.id, force, leaving));
  };
  const deleting = useSubmit(async () => {
    const found = await usesOfAudio(item.id);
    if (!isPlayed(found)) remove(false);
    else setUses(found);
  });
  if (uses !== undefined)
    return (
      <Sheet title={`Delete “${item.title}”?`} onClose={onClose}>
        <Banner tone="warn">
          <p class="banner-message">It is played by {usesWords(uses)}.</p>
          <p class="small">Without it, they have nothing to play in its place.</p>
        </Banner>
        <div class="sheet-actions">
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" icon="trash" onClick={() => remove(true)}>
            Delete anyway
          </Button>
        </div>
      </Sheet>
    );
  return (
    <Sheet title={item.title} onClose={onClose}>
      <div class="row">
        <Button
          icon="card"
          onClick={() => {
            onClose();
            onMakeCard();
          }}
        >
          Make a card of it
        </Button>
        <LinkButton icon="copy" href={`/library/make/edit?of=${encodeURIComponent(item.id)}`}>
          Trim, join or split
        </LinkButton>
        <Button icon="book" onClick={onShowWords}>
          {item.transcriptBy === undefined ? "Write down what is said" : "What is said"}
        </Button>
      </div>
      <RemakePart item={item} onClose={onClose} />
      <Form failure={renaming.failure} onSubmit={renaming.submit}>
        <Field
          label="Title"
          field="title"
          value={title}
          maxLength={200}
          hint={`Came as ${item.originalName}, ${sizeWords(item.bytes)}`}
          onInput={setTitle}
        />
        <Field label="By whom" field="artist" value={artist} optional maxLength={200} onInput={setArtist} />
        <Field
          label="Album or book"
          field="album"
          value={album}
          optional
          maxLength={200}
          onInput={setAlbum}
        />
        <Field
          label="Tags"
          field="tags"
          value={tags}
          optional
          hint="With commas between them"
          onInput={setTags}
        />
        {(renaming.failure ?? deleting.failure) && (
          <FailureBanner failure={renaming.failure ?? deleting.failure} />
        )}
        <div class="sheet-actions">
          <Button look="danger" icon="trash" busy={deleting.busy} onClick={() => deleting.submit()}>
            Delete
          </Button>
          <Button type="submit" look="main" icon="check" busy={renaming.busy} disabled={title.trim() === ""}>
            Save
          </Button>
        </div>
      </Form>
    </Sheet>
  );
}
