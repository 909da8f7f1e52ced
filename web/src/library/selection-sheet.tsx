import { useEffect, useState } from "preact/hooks";
import type { AudioItem, AudioUse } from "../../../src/http/schema/audio.ts";
import { useSubmit } from "../pages/use-submit.ts";
import {
  changeCollection,
  changeMany,
  collectionList,
  makeCollection,
  restoreMany,
  trashMany,
  usesOfMany,
} from "../stores/audio-shelf.ts";
import { showToast } from "../stores/toasts.ts";
import { Banner, FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { ChoiceField } from "../ui/choice-field.tsx";
import { Field } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { counted } from "../ui/words.ts";
import { tagsIn } from "./tags-in.ts";
import { isPlayed, usesWords } from "./uses-words.ts";

type Props = { items: readonly AudioItem[]; onDone: () => void; onClose: () => void };

/** The same for several recordings: tags, artist and album, a collection, or the trash. */
export function SelectionSheet({ items, onDone, onClose }: Props) {
  useEffect(collectionList.need, []);
  const ids = items.map(({ id }) => id);
  const [tags, setTags] = useState("");
  const [artist, setArtist] = useState("");
  const [album, setAlbum] = useState("");
  const [collection, setCollection] = useState("");
  const [title, setTitle] = useState("");
  const [uses, setUses] = useState<AudioUse>();
  const what = counted(items.length, "recording");
  const done = (text: string) => {
    showToast({ tone: "good", text });
    onDone();
    onClose();
  };
  const saving = useSubmit(async () => {
    const said = { ...(artist.trim() && { artist }), ...(album.trim() && { album }) };
    if (tagsIn(tags).length > 0 || artist.trim() !== "" || album.trim() !== "")
      await changeMany({ ids, addTags: tagsIn(tags), ...said });
    if (collection === "new" && title.trim() !== "") await makeCollection(title.trim(), ids);
    else if (collection !== "" && collection !== "new") await changeCollection(collection, { add: ids });
    done(`${what} changed`);
  });
  const trash = async (force: boolean) => {
    const pieces = await trashMany(ids, force);
    const undo = { label: "Undo", run: () => void restoreMany(ids) };
    showToast({ tone: "good", text: `${counted(pieces, "recording")} deleted`, action: undo }, 9000);
    onDone();
    onClose();
  };
  const deleting = useSubmit(async () => {
    const found = await usesOfMany(ids);
    if (!isPlayed(found)) await trash(false);
    else setUses(found);
  });
  const forcing = useSubmit(() => trash(true));
  if (uses !== undefined)
    return (
      <Sheet title={`Delete ${what}?`} onClose={onClose}>
        <Banner tone="warn">
          <p class="banner-message">Some of them are played by {usesWords(uses)}.</p>
          <p class="small">Without them, there is nothing to play in their place.</p>
        </Banner>
        {forcing.failure && <FailureBanner failure={forcing.failure} />}
        <div class="sheet-actions">
          <Button onClick={onClose}>Keep them</Button>
          <Button look="danger" icon="trash" busy={forcing.busy} onClick={() => forcing.submit()}>
            Delete anyway
          </Button>
        </div>
      </Sheet>
    );
  const collections = collectionList.value.value ?? [];
  return (
    <Sheet title={what} onClose={onClose}>
      <Form failure={saving.failure} onSubmit={saving.submit}>
        {saving.failure && <FailureBanner failure={saving.failure} />}
        <Field
          label="Tags to add"
          field="addTags"
          value={tags}
          optional
          hint="With commas between them"
          onInput={setTags}
        />
        <Field
          label="By whom, for all of them"
          field="artist"
          value={artist}
          optional
          maxLength={200}
          onInput={setArtist}
        />
        <Field
          label="Album or book, for all of them"
          field="album"
          value={album}
          optional
          maxLength={200}
          onInput={setAlbum}
        />
        <ChoiceField
          label="Put into a collection"
          value={collection}
          choices={[
            { value: "", name: "None" },
            ...collections.map(({ id, title: name }) => ({ value: id, name })),
            { value: "new", name: "A new one …" },
          ]}
          onChange={setCollection}
        />
        {collection === "new" && (
          <Field
            label="The new collection's name"
            field="title"
            value={title}
            maxLength={200}
            onInput={setTitle}
          />
        )}
        <Button type="submit" look="main" icon="check" busy={saving.busy}>
          Save for all of them
        </Button>
      </Form>
      {deleting.failure && <FailureBanner failure={deleting.failure} />}
      <Button look="danger" icon="trash" busy={deleting.busy} onClick={() => deleting.submit()}>
        Delete {what}
      </Button>
    </Sheet>
  );
}
