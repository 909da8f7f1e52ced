import { useState } from "preact/hooks";
import { LibraryParts } from "../library/library-parts.tsx";
import { UploadList } from "../library/upload-list.tsx";
import { PageTitle } from "../shell/page-title.tsx";
import { serverList } from "../stores/media-servers.ts";
import { removing } from "../stores/removals.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { AddServerSheet } from "./add-server-sheet.tsx";
import { ServerShelves } from "./server-shelves.tsx";
import "../library/library-page.css";

/** Audiobookshelf, Navidrome and their like: looked through and brought in from. */
export function ServersPage() {
  serverList.need();
  const [adding, setAdding] = useState(false);
  const servers = serverList.value.value?.filter(({ id }) => !removing.value.has(id));
  const button = (
    <Button look="main" icon="plus" onClick={() => setAdding(true)}>
      Add a server
    </Button>
  );
  return (
    <div class="stack">
      <PageTitle title="Servers" parts={<LibraryParts here="/library/servers" />}>
        {servers !== undefined && servers.length > 0 && button}
      </PageTitle>
      <UploadList onMakeCard={() => {}} />
      <ReadFailure failure={serverList.failure.value} again={serverList.load} />
      {servers === undefined && !serverList.failure.value && (
        <Skeleton kind="row" count={2} label="Asking for the servers" />
      )}
      {servers?.length === 0 && (
        <EmptyState icon="book" title="Bring in from your own server" action={button}>
          An Audiobookshelf with your audio books, or a Navidrome (or another server that speaks Subsonic)
          with your music: look through it here, and bring in what is to go onto cards.
        </EmptyState>
      )}
      {servers?.map((server) => (
        <ServerShelves key={server.id} server={server} />
      ))}
      {adding && <AddServerSheet onClose={() => setAdding(false)} />}
    </div>
  );
}
