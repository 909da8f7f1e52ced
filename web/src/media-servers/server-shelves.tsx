import { useEffect, useRef, useState } from "preact/hooks";
import type { MediaServer, MediaShelfList, MediaWork } from "../../../src/http/schema/media-server.ts";
import { ApiFailure } from "../api/api-failure.ts";
import { SearchField } from "../library/search-field.tsx";
import { useSubmit } from "../pages/use-submit.ts";
import { bringIn, forgetServer, shelvesOf, worksOf } from "../stores/media-servers.ts";
import { removeWithUndo } from "../stores/removals.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Chips } from "../ui/chips.tsx";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { clockOf, counted } from "../ui/words.ts";

/** One server: its shelves, what stands on them, and a search over all of it. */
export function ServerShelves({ server }: { server: MediaServer }) {
  const [shelves, setShelves] = useState<MediaShelfList["items"]>();
  const [shelf, setShelf] = useState("");
  const [words, setWords] = useState("");
  const [works, setWorks] = useState<readonly MediaWork[]>();
  const [cursor, setCursor] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure>();
  const asked = useRef(0);

  const read = async (keep: readonly MediaWork[], from: string | undefined) => {
    const mine = ++asked.current;
    setBusy(true);
    setFailure(undefined);
    try {
      const page = await worksOf(server.id, words === "" ? { shelf, cursor: from } : { q: words });
      if (mine !== asked.current) return;
      setWorks([...keep, ...page.items]);
      setCursor(page.cursor);
    } catch (thrown) {
      if (mine === asked.current) setFailure(ApiFailure.of(thrown));
    } finally {
      if (mine === asked.current) setBusy(false);
    }
  };
  const begin = async () => {
    setFailure(undefined);
    try {
      const found = await shelvesOf(server.id);
      setShelves(found);
      setShelf((before) => before || (found[0]?.id ?? ""));
    } catch (thrown) {
      setFailure(ApiFailure.of(thrown));
    }
  };
  useEffect(() => void begin(), [server.id]);
  useEffect(() => {
    if (shelf === "" && words === "") return;
    setWorks(undefined);
    void read([], undefined);
  }, [shelf, words]);

  return (
    <section class="panel stack" aria-label={server.title}>
      <div class="row server-head">
        <div>
          <h2>{server.title}</h2>
          <p class="small soft">{server.url}</p>
        </div>
        <IconButton
          icon="trash"
          label={`Forget ${server.title} at ${server.url}; what came from it stays`}
          onClick={() =>
            removeWithUndo(server.id, server.title, (leaving) => forgetServer(server.id, leaving))
          }
        />
      </div>
      <ReadFailure failure={failure} again={() => (shelves ? read([], undefined) : begin())} />
      {shelves !== undefined && (
        <SearchField
          words={words}
          label={`Search ${server.title}`}
          onSearch={(typed) => setWords(typed.trim())}
        />
      )}
      {shelves !== undefined && shelves.length > 1 && words === "" && (
        <Chips
          label="Shelves"
          choices={shelves.map(({ id, title }) => ({ value: id, name: title }))}
          chosen={shelf}
          onChoose={setShelf}
        />
      )}
      {works === undefined && !failure && <Skeleton kind="row" count={3} label="Asking the server" />}
      {works?.length === 0 && <p class="soft">{words === "" ? "Nothing stands here." : "Nothing found."}</p>}
      {works !== undefined && works.length > 0 && (
        <ul>
          {works.map((work) => (
            <WorkRow key={work.id} server={server} work={work} />
          ))}
        </ul>
      )}
      {cursor !== undefined && words === "" && (
        <Button busy={busy} onClick={() => void read(works ?? [], cursor)}>
          Show more
        </Button>
      )}
    </section>
  );
}

function WorkRow({ server, work }: { server: MediaServer; work: MediaWork }) {
  const { title, by, seconds, parts } = work;
  const [ordered, setOrdered] = useState(false);
  const bringing = useSubmit(async () => {
    await bringIn(server.id, work);
    setOrdered(true);
  });
  const facts = [by, seconds && clockOf(seconds), parts !== undefined && parts > 1 && counted(parts, "file")];
  return (
    <li class="episode-row">
      <div class="audio-row-words">
        <p class="audio-row-title">{title}</p>
        <p class="small soft numbers">{facts.filter(Boolean).join(" · ")}</p>
        {bringing.failure && (
          <p class="small field-wrong" role="alert">
            {bringing.failure.message}
          </p>
        )}
      </div>
      <Button
        icon={ordered ? "check" : "upload"}
        busy={bringing.busy}
        disabled={ordered}
        aria-label={`Bring in ${title}`}
        onClick={() => bringing.submit()}
      >
        {ordered ? "On its way" : "Bring in"}
      </Button>
    </li>
  );
}
