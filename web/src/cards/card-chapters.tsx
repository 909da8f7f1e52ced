import { useEffect, useMemo } from "preact/hooks";
import type { Card } from "../../../src/http/schema/card.ts";
import type { Stream } from "../../../src/http/schema/stream.ts";
import { request } from "../api/request.ts";
import { createResource } from "../stores/resource.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { clockOf, counted } from "../ui/words.ts";

type Chapter = Card["chapters"][number];
type Slot = Stream["slots"][number];

/** The chapters in their order, each with what it plays; below, for who needs them, the addresses players ask for. */
export function CardChapters({ card, onEdit }: { card: Card; onEdit?: () => void }) {
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
  const known = streams.value.value;
  const addresses = card.chapters.flatMap((chapter) => {
    const slot = slotOf(known, chapter);
    return slot === undefined ? [] : [{ chapter, slot }];
  });
  return (
    <section class="stack-close" aria-labelledby="chapters-title">
      <div class="section-head">
        <h2 id="chapters-title">Chapters</h2>
        {onEdit && (
          <Button icon="pencil" onClick={onEdit}>
            Edit
          </Button>
        )}
      </div>
      <div class="panel chapters">
        <ol class="lines">
          {card.chapters.map((chapter, place) => (
            <li key={chapter.key} class="chapter">
              <span class="soft numbers">{place + 1}</span>
              <div>
                <p>{chapter.title}</p>
                <ChosenBy streams={known} chapter={chapter} />
                <WaysOn card={card} chapter={chapter} />
              </div>
              <span class="small soft numbers">{lengthOf(known, chapter)}</span>
            </li>
          ))}
        </ol>
        {addresses.length > 0 && (
          <details class="chapter-addresses">
            <summary>Addresses that players ask for</summary>
            <p class="small soft">Who knows one can hear it, so share them with care.</p>
            <ul class="lines">
              {addresses.map(({ chapter, slot }) => (
                <li key={chapter.key} class="chapter-address-line">
                  <div>
                    <p class="small">{chapter.title}</p>
                    <p class="chapter-address one-line">{slot.url}</p>
                    <p class="small soft">
                      {slot.requests.count > 0
                        ? `Fetched ${counted(slot.requests.count, "time")} since the server started`
                        : slot.atEdge
                          ? "Not counted: players get it without asking this server"
                          : "Not fetched since the server started"}
                    </p>
                  </div>
                  <CopyButton text={slot.url} what={`the address of ${chapter.title}`} />
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </section>
  );
}

/** Where a stream decides what is heard, its rule and the way to it. */
function ChosenBy({ streams, chapter }: { streams: readonly Stream[] | undefined; chapter: Chapter }) {
  const stream = streamOf(streams, chapter);
  if (stream === undefined || isPlain(stream)) return null;
  return (
    <p class="small soft">
      <a href={`/streams/${encodeURIComponent(stream.id)}`}>{stream.title}</a>: {stream.ruleWords}
    </p>
  );
}

/** On a card with choices, where the buttons lead. */
function WaysOn({ card, chapter }: { card: Card; chapter: Chapter }) {
  const { left, right, atEnd } = chapter.choices ?? {};
  const named = (words: string, step: typeof left) => {
    const there = step?.go === "to" && card.chapters.find(({ key }) => key === step.chapterKey);
    // Told from here, all chapters are called like the story, and only the server knows what they tell.
    return there && there.title !== chapter.title ? [`${words} ${there.title}`] : [];
  };
  const ways = [...named("left:", left), ...named("right:", right)];
  const shown = ways.length > 0 ? ways : named("then:", atEnd);
  return shown.length === 0 ? null : <p class="small soft">{shown.join(" · ")}</p>;
}

function streamOf(streams: readonly Stream[] | undefined, { plays }: Chapter): Stream | undefined {
  return plays.from === "stream" ? streams?.find(({ id }) => id === plays.streamId) : undefined;
}

function slotOf(streams: readonly Stream[] | undefined, chapter: Chapter): Slot | undefined {
  const { plays } = chapter;
  if (plays.from !== "stream") return undefined;
  return streamOf(streams, chapter)?.slots.find(({ name }) => name === plays.slot);
}

/** Each chapter plays the same recording every time. */
function isPlain({ rule }: Stream): boolean {
  return rule.kind === "fixed-list";
}

function lengthOf(streams: readonly Stream[] | undefined, chapter: Chapter): string {
  if (chapter.plays.from === "yoto")
    return chapter.plays.seconds > 0 ? clockOf(chapter.plays.seconds) : "kept by Yoto";
  const stream = streamOf(streams, chapter);
  const slot = slotOf(streams, chapter);
  if (stream === undefined || slot === undefined || !isPlain(stream)) return "";
  const seconds = slot.audio.reduce(
    (sum, audioId) => sum + (stream.pieces.find(({ id }) => id === audioId)?.seconds ?? 0),
    0,
  );
  return seconds > 0 ? clockOf(seconds) : "";
}
