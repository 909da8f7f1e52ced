import type { Journal, JournalEntry } from "../journal.ts";

/** The journal as server-sent events, from after `since` on, until the reader goes away. */
export function journalStream(journal: Journal, since: number, signal: AbortSignal): Response {
  const encoder = new TextEncoder();
  const event = (entry: JournalEntry) =>
    encoder.encode(`id: ${entry.number}\ndata: ${JSON.stringify(entry)}\n\n`);
  let stop = () => {};
  const body = new ReadableStream<Uint8Array>({
    start: (reader) => {
      // A reader learns at once that it is connected, also when nothing happens.
      reader.enqueue(encoder.encode(": listening\n\n"));
      for (const entry of journal.entries(since)) reader.enqueue(event(entry));
      stop = journal.listen((entry) => {
        // A reader that does not keep up is let go; it comes back with the number of the last event it saw.
        if ((reader.desiredSize ?? 0) < -10_000) {
          stop();
          reader.close();
        } else {
          reader.enqueue(event(entry));
        }
      });
      signal.addEventListener("abort", () => stop());
    },
    cancel: () => stop(),
  });
  return new Response(body, {
    headers: { "Content-Type": "text/event-stream", "Cache-Control": "no-store" },
  });
}
