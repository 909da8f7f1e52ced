import type { Analyzed } from "../../../src/http/schema/analyzer.ts";
import { players } from "../stores/players.ts";
import { CopyButton } from "../ui/copy-button.tsx";

/** One entry: what came, in a line; all that is known of it when opened. */
export function AnalyzedLine({ entry }: { entry: Analyzed }) {
  const whole = JSON.stringify(entry, null, 2);
  return (
    <li class={`analyzed analyzed-${entry.is}`} data-id={entry.id}>
      <div class="analyzed-head">
        <p class="analyzed-words">
          <time class="small soft numbers" dateTime={new Date(entry.atMs).toISOString()}>
            {exactTime(entry.atMs)}
          </time>
          <span class="small analyzed-what">{whatWords(entry)}</span>
          <span class="small soft">{whoWords(entry)}</span>
        </p>
        <CopyButton text={whole} what={`entry of ${exactTime(entry.atMs)}`} />
      </div>
      {"actions" in entry && entry.actions.length > 0 && (
        <ul class="row analyzed-actions" aria-label="Concluded">
          {entry.actions.map((action) => (
            <li key={JSON.stringify(action)} class="chip chip-good">
              {`${String(action["what"])} · ${String(action["cause"])} · ${String(action["confidence"])}`}
            </li>
          ))}
        </ul>
      )}
      <details>
        <summary class="analyzed-payload">{payloadOf(entry)}</summary>
        <pre class="analyzed-whole">{whole}</pre>
      </details>
    </li>
  );
}

function whatWords(entry: Analyzed): string {
  switch (entry.is) {
    case "message": {
      const topic = entry.topic.replace(/^device\/[^/]+\//, "");
      return entry.ignored === undefined ? topic : `${topic} (${entry.ignored}, not believed)`;
    }
    case "settled":
      return "concluded a moment later";
    case "stream-request":
      return `${entry.method} ${entry.slot} → ${entry.status}`;
  }
}

function whoWords(entry: Analyzed): string {
  if (entry.is === "stream-request") return `listener ${entry.listener.slice(0, 6)}`;
  return players.value?.find(({ id }) => id === entry.playerId)?.name ?? entry.playerId;
}

function payloadOf(entry: Analyzed): string {
  switch (entry.is) {
    case "message":
      return entry.payload === "" ? "(empty)" : entry.payload;
    case "settled":
      return JSON.stringify(entry.actions);
    case "stream-request":
      return [entry.range, entry.userAgent].filter(Boolean).join(" · ") || `stream ${entry.streamId}`;
  }
}

function exactTime(atMs: number): string {
  const at = new Date(atMs);
  const time = at.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return `${time}.${String(at.getMilliseconds()).padStart(3, "0")}`;
}
