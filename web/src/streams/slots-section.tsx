import { useState } from "preact/hooks";
import type { SlotVisits, Stream } from "../../../src/http/schema/stream.ts";
import { ApiFailure } from "../api/api-failure.ts";
import { serverNowMs } from "../api/server-clock.ts";
import { visitsOfSlot } from "../stores/streams.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { counted, momentWords, sinceWords } from "../ui/words.ts";

type Slot = Stream["slots"][number];

/** The addresses that cards carry, and what players asked of each. */
export function SlotsSection({ stream }: { stream: Stream }) {
  return (
    <section class="panel stack-close" aria-labelledby="slots-title">
      <h2 id="slots-title">{stream.slots.length === 1 ? "Its address" : "Its addresses"}</h2>
      <p class="small soft">Cards carry these. Whoever knows one can hear it, without a password.</p>
      <ol class="slots">
        {stream.slots.map((slot) => (
          <SlotLine key={slot.name} stream={stream} slot={slot} />
        ))}
      </ol>
    </section>
  );
}

function SlotLine({ stream, slot }: { stream: Stream; slot: Slot }) {
  const { count, lastAtMs } = slot.requests;
  return (
    <li class="slot">
      <div class="slot-head">
        <span class="slot-words">
          <span class="one-line">
            <span class="soft numbers">{slot.name}</span> {slot.title}
          </span>
          <span class="chapter-address one-line">{slot.url}</span>
        </span>
        <CopyButton text={slot.url} what={`the address of slot ${slot.name}`} />
      </div>
      {slot.atEdge && <p class="small soft">Not counted: players get it without asking this server.</p>}
      {count > 0 && lastAtMs !== undefined && (
        <SlotRequests
          streamId={stream.id}
          slot={slot.name}
          summary={`Asked for ${counted(count, "time")}, last ${sinceWords(lastAtMs, serverNowMs())}`}
        />
      )}
    </li>
  );
}

/** The log of one slot, read when it is opened. */
function SlotRequests({ streamId, slot, summary }: { streamId: string; slot: string; summary: string }) {
  const [visits, setVisits] = useState<SlotVisits>();
  const [failure, setFailure] = useState<ApiFailure>();
  const read = () =>
    visitsOfSlot(streamId, slot).then(
      (answer) => {
        setVisits(answer);
        setFailure(undefined);
      },
      (thrown: unknown) => setFailure(ApiFailure.of(thrown)),
    );
  return (
    <details
      class="slot-requests small"
      onToggle={(event) => {
        if (event.currentTarget.open) void read();
      }}
    >
      <summary>{summary}</summary>
      {failure && <FailureBanner failure={failure} />}
      {visits === undefined && !failure && <p class="soft">…</p>}
      <ul>
        {visits?.items.map((visit, at) => (
          <li key={at} class="slot-request">
            <span class="numbers soft">{momentWords(visit.atMs, serverNowMs())}</span>
            <span>
              {visit.method} {visit.range ?? "from the beginning"} → {visit.status}
              <br />
              <span class="soft">{visit.userAgent ?? "says no name"}</span>
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
