import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { AudioItem } from "../../../src/http/schema/audio.ts";
import { MakeCardSheet } from "../cards/make-card-sheet.tsx";
import { PageTitle } from "../shell/page-title.tsx";
import { audioFilter, audioList, filterAudio } from "../stores/audio.ts";
import { removing } from "../stores/removals.ts";
import { dismissAdded } from "../stores/uploads.ts";
import { Banner } from "../ui/banner.tsx";
import { Button, IconButton, LinkButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { counted } from "../ui/words.ts";
import { AddressButton } from "./address-button.tsx";
import { AudioActionsSheet } from "./audio-actions-sheet.tsx";
import { AudioRow } from "./audio-row.tsx";
import { ChooseAll } from "./choose-all.tsx";
import { DropZone } from "./drop-zone.tsx";
import { FileButton } from "./file-button.tsx";
import { FilterLine, LibrarySize } from "./filter-line.tsx";
import { KeepOriginals } from "./keep-originals.tsx";
import { LibraryParts } from "./library-parts.tsx";
import { SearchField } from "./search-field.tsx";
import { SelectionSheet } from "./selection-sheet.tsx";
import { UploadList } from "./upload-list.tsx";
import { WordsSheet } from "./words-sheet.tsx";
import "./library-page.css";

/** As many as a card takes tracks. */
const mostJoined = 100;

/** The family's recordings: bring in, find, hear, name, and make cards of them. */
export function LibraryPage() {
  audioList.need();
  const words = useSignal("");
  useEffect(
    () => () => {
      filterAudio({});
      audioList.search("");
    },
    [],
  );
  const selected = useSignal<readonly AudioItem[]>([]);
  const making = useSignal<readonly AudioItem[] | undefined>(undefined);
  // Not in its row: the row may leave the screen while somebody types, when recordings come in above it.
  const opened = useSignal<Opened | undefined>(undefined);
  const shown = audioList.items.value?.filter((each) => !removing.value.has(each.id));
  const search = (value: string) => {
    words.value = value;
    audioList.search(value.trim());
  };
  const toggle = (item: AudioItem) => {
    const without = selected.value.filter((each) => each.id !== item.id);
    selected.value = without.length === selected.value.length ? [...without, item] : without;
  };
  const isNarrowed = audioFilter.value.tag !== undefined || audioFilter.value.collection !== undefined;
  const showAll = () => {
    filterAudio({});
    search("");
  };
  const isForCard = useLocation().query["for"] === "card";
  const changing = useSignal(false);
  const chosen = selected.value.filter((each) => !removing.value.has(each.id));
  return (
    <DropZone>
      <PageTitle title="Library" parts={<LibraryParts here="/library" />}>
        <AddressButton />
        <LinkButton icon="pencil" href="/library/make">
          Make
        </LinkButton>
        <FileButton look="main">Upload</FileButton>
      </PageTitle>
      <UploadList onMakeCard={(audio) => (making.value = audio)} />
      <ReadFailure failure={audioList.failure.value} again={audioList.reload} />
      {(words.value !== "" || (shown?.length ?? 0) > 0) && (
        <SearchField words={words.value} onSearch={search} />
      )}
      <FilterLine />
      {isForCard && chosen.length === 0 && (shown?.length ?? 0) > 0 && (
        <Banner tone="calm" icon="card">
          <p>Tick what goes on the card.</p>
        </Banner>
      )}
      {shown === undefined && !audioList.failure.value && (
        <Skeleton kind="row" count={5} label="Asking for the recordings" />
      )}
      {shown?.length === 0 && words.value === "" && !isNarrowed && (
        <EmptyState
          icon="audio"
          title="Bring in your first recording"
          action={<FileButton look="main">Choose MP3 files</FileButton>}
        >
          A story you read aloud, an audio book you own, music. Choose files, or drop them anywhere on this
          page.
        </EmptyState>
      )}
      {shown?.length === 0 && (words.value !== "" || isNarrowed) && !audioList.busy.value && (
        <EmptyState icon="search" title="Nothing found" action={<Button onClick={showAll}>Show all</Button>}>
          {words.value === ""
            ? "No recording is in there."
            : `No recording has “${words.value}” in what is known of it.`}
        </EmptyState>
      )}
      {shown !== undefined && shown.length > 0 && (
        <ul class="audio-list panel">
          {shown.map((item) => (
            <AudioRow
              key={item.id}
              item={item}
              selected={chosen.some((each) => each.id === item.id)}
              onSelect={() => toggle(item)}
              onMakeCard={() => (making.value = [item])}
              onMore={() => (opened.value = { item, sheet: "actions" })}
            />
          ))}
        </ul>
      )}
      {audioList.hasMore.value && (
        <Button busy={audioList.busy.value} onClick={() => void audioList.more()}>
          Show more
        </Button>
      )}
      {chosen.length > 0 && (
        <div class="selection-bar" role="status">
          <IconButton icon="close" label="Choose none" onClick={() => (selected.value = [])} />
          <span>{counted(chosen.length, "recording")}</span>
          {shown !== undefined && shown.length > 2 && mayChooseMore(shown, chosen) && (
            <ChooseAll shown={shown} onChoose={(all) => (selected.value = all)} />
          )}
          {chosen.length > 1 && chosen.length <= mostJoined && (
            <LinkButton icon="copy" href={`/library/make/edit?of=${chosen.map((each) => each.id).join(",")}`}>
              Join
            </LinkButton>
          )}
          <Button icon="pencil" onClick={() => (changing.value = true)}>
            Change
          </Button>
          <Button look="main" icon="card" onClick={() => (making.value = chosen)}>
            Make a card
          </Button>
        </div>
      )}
      <KeepOriginals />
      <LibrarySize />
      {changing.value && chosen.length > 0 && (
        <SelectionSheet
          items={chosen}
          onDone={() => (selected.value = [])}
          onClose={() => (changing.value = false)}
        />
      )}
      <OpenedSheet opened={opened} onMakeCard={(item) => (making.value = [item])} />
      {making.value && (
        <MakeCardSheet
          audio={making.value}
          onClose={() => (making.value = undefined)}
          onMade={() => {
            if (making.value) dismissAdded(making.value);
            selected.value = [];
          }}
        />
      )}
    </DropZone>
  );
}

type Opened = { readonly item: AudioItem; readonly sheet: "actions" | "words" };
type OpenedSheetProps = { opened: Signal<Opened | undefined>; onMakeCard: (item: AudioItem) => void };

/** What can be done with one recording, or what is said in it. */
function OpenedSheet({ opened, onMakeCard }: OpenedSheetProps) {
  if (opened.value === undefined) return null;
  const { item, sheet } = opened.value;
  const onClose = () => {
    opened.value = undefined;
  };
  if (sheet === "words") return <WordsSheet item={item} onClose={onClose} />;
  return (
    <AudioActionsSheet
      item={item}
      onMakeCard={() => onMakeCard(item)}
      onShowWords={() => (opened.value = { item, sheet: "words" })}
      onClose={onClose}
    />
  );
}

function mayChooseMore(shown: readonly AudioItem[], chosen: readonly AudioItem[]): boolean {
  return chosen.length < shown.length || (audioList.hasMore.value && chosen.length === shown.length);
}
