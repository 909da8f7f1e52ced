import { useEffect, useMemo } from "preact/hooks";
import type { PlayCheck } from "../../../src/http/schema/play-check.ts";
import { request } from "../api/request.ts";
import { createResource } from "../stores/resource.ts";
import { Banner } from "../ui/banner.tsx";

const patienceMs = 120_000;

/** Whether a card will play once it is written: looked at before, told in a line, and what is wrong in full. */
export function CheckBefore({ cardId }: { cardId: string }) {
  const path = `/api/cards/${encodeURIComponent(cardId)}/check?beforePublishing=true`;
  const check = useMemo(
    () => createResource(() => request<PlayCheck>("POST", path, { signal: AbortSignal.timeout(patienceMs) })),
    [path],
  );
  useEffect(check.need, [check]);
  const found = check.value.value;
  // It is a service on the way: when it does not come, the card can be written all the same.
  if (check.failure.value) return null;
  if (found === undefined) return <p class="small soft">Looking whether it will play…</p>;
  const wrong = found.findings.filter(({ is }) => is !== "good");
  if (wrong.length === 0) return <p class="small soft">Looked at from a player’s side: it will play.</p>;
  return (
    <Banner tone={found.verdict === "does-not-play" ? "bad" : "warn"}>
      {wrong.map(({ message, next }) => (
        <div key={message}>
          <p>{message}</p>
          {next && <p class="small soft">{next}</p>}
        </div>
      ))}
    </Banner>
  );
}
