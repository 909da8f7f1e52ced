import { useEffect, useMemo } from "preact/hooks";
import type { Card } from "../../../src/http/schema/card.ts";
import type { Stream } from "../../../src/http/schema/stream.ts";
import { request } from "../api/request.ts";
import { createResource } from "../stores/resource.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { counted } from "../ui/words.ts";

/** The chapters in their order, each with the address a player asks for and how often one did. */
export function CardChapters({ card, onEdit }: { card: Card; onEdit: () => void }) {
  const ids = [
    ...new Set(card.chapters.flatMap(({ plays }) => (plays.from === "stream" ? [plays.streamId] : []))),
  ].join(" ");
  const streams = useMemo(
    () =>
      createResource(() =>
        Promise.all(
          ids
            .split(" ")
            .filter(Boolean)
            .map((id) => request<Stream>("GET", `/api/streams/${encodeURIComponent(id)}`)),
        ),
      ),
    [ids],
  );
  useEffect(streams.need, [streams]);
  const slotOf = (streamId: string, name: string) =>
    streams.value.value?.find((stream) => stream.id === streamId)?.slots.find((slot) => slot.name === name);
  return (
    <section class="stack-close" aria-labelledby="chapters-title">
      <div class="version-row">
        <h2 id="chapters-title">Chapters</h2>
        <Button icon="pencil" onClick={onEdit}>
          Edit
        </Button>
      </div>
      <ol class="panel chapters">
        {card.chapters.map((chapter, place) => {
          const { plays } = chapter;
          const slot = plays.from === "stream" ? slotOf(plays.streamId, plays.slot) : undefined;
          const otherwise = plays.from === "stream" ? `slot ${plays.slot}` : "kept by Yoto";
          return (
            <li key={chapter.key} class="chapter">
              <span class="soft numbers">{place + 1}</span>
              <div class="stack-address">
                <p class="one-line">{chapter.title}</p>
                <p class="chapter-address one-line">{slot?.url ?? otherwise}</p>
                {slot !== undefined && slot.requests.count > 0 && (
                  <p class="small soft">Fetched {counted(slot.requests.count, "time")} by players</p>
                )}
              </div>
              {slot && <CopyButton text={slot.url} what={`the address of ${chapter.title}`} />}
            </li>
          );
        })}
      </ol>
      <p class="small soft">
        A player fetches these addresses each time. Who knows one can hear it, so share them with care.
      </p>
    </section>
  );
}
