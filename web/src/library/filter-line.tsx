import { useEffect } from "preact/hooks";
import { audioFilter, filterAudio } from "../stores/audio.ts";
import { collectionList, deleteCollection, overview } from "../stores/audio-shelf.ts";
import { removeWithUndo, removing } from "../stores/removals.ts";
import { IconButton } from "../ui/button.tsx";
import { counted, sizeWords } from "../ui/words.ts";
import "../ui/chips.css";
import "./filter-line.css";

const mostTags = 12;

/** Tags and collections to narrow the list to, and how much there is in all. */
export function FilterLine() {
  useEffect(() => {
    overview.need();
    collectionList.need();
  }, []);
  const { tag, collection } = audioFilter.value;
  const tags = (overview.value.value?.tags ?? []).slice(0, mostTags);
  const collections = (collectionList.value.value ?? []).filter(({ id }) => !removing.value.has(id));
  const open = collections.find(({ id }) => id === collection);
  return (
    <>
      {tags.length + collections.length > 0 && (
        <fieldset class="chips" aria-label="Narrow the list">
          {collections.map(({ id, title, audioIds }) => (
            <button
              key={id}
              type="button"
              class="chip-button"
              aria-pressed={collection === id}
              onClick={() => filterAudio(collection === id ? {} : { collection: id })}
            >
              {title} <span class="numbers">{audioIds.length}</span>
            </button>
          ))}
          {tags.map(({ tag: name, pieces }) => (
            <button
              key={`#${name}`}
              type="button"
              class="chip-button"
              aria-pressed={tag === name}
              onClick={() => filterAudio(tag === name ? {} : { tag: name })}
            >
              #{name} <span class="numbers">{pieces}</span>
            </button>
          ))}
        </fieldset>
      )}
      {open !== undefined && (
        <p class="filter-open small soft">
          <span>
            The collection “{open.title}”, {counted(open.audioIds.length, "recording")}
          </span>
          <IconButton
            icon="trash"
            label={`Delete the collection ${open.title}; its recordings stay`}
            onClick={() => {
              filterAudio({});
              removeWithUndo(open.id, open.title, (leaving) => deleteCollection(open.id, leaving));
            }}
          />
        </p>
      )}
    </>
  );
}

/** How much the library holds, and what is left on the disk. */
export function LibrarySize() {
  const size = overview.value.value;
  if (size === undefined || size.pieces === 0) return null;
  const hours = size.seconds / 3600;
  const length =
    hours < 1 ? counted(Math.max(1, Math.round(size.seconds / 60)), "minute") : `${hours.toFixed(1)} hours`;
  return (
    <p class="small soft numbers library-size">
      {counted(size.pieces, "recording")}, {length}, {sizeWords(size.bytes)}
      {size.originals.files > 0 && `; ${sizeWords(size.originals.bytes)} of originals`}
      {size.speech.bytes >= 1_000_000 && `; ${sizeWords(size.speech.bytes)} of speech, kept for thirty days`}
      {size.trash.pieces > 0 && `; ${sizeWords(size.trash.bytes)} in the trash`}
      {size.freeBytes !== undefined && `; ${sizeWords(size.freeBytes)} left on the disk`}
    </p>
  );
}
