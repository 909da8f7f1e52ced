import { useEffect, useMemo } from "preact/hooks";
import type { PlayCheck } from "../../../src/http/schema/play-check.ts";
import { request } from "../api/request.ts";
import { createResource } from "../stores/resource.ts";
import { Banner, FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Icon, type IconName } from "../ui/icon.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import "./play-check-sheet.css";

const verdicts = {
  plays: { tone: "good", words: "It will play." },
  "plays-but": { tone: "warn", words: "It will play; something could be better." },
  "does-not-play": { tone: "bad", words: "It will not play as it is." },
  unsure: { tone: "calm", words: "It may play; not everything could be looked at from here." },
} as const;
const signs: Readonly<Record<PlayCheck["findings"][number]["is"], { icon: IconName; words: string }>> = {
  good: { icon: "check", words: "Good" },
  warn: { icon: "warning", words: "Could be better" },
  bad: { icon: "close", words: "Bad" },
  unsure: { icon: "info", words: "Unsure" },
};
const worstFirst = ["bad", "unsure", "warn", "good"] as const;
/** Twenty chapters over a slow line. */
const patienceMs = 120_000;

/** What a look from a player's side found: what is wrong first, each with what to do. */
export function PlayCheckSheet({ path, onClose }: { path: string; onClose: () => void }) {
  const check = useMemo(
    () => createResource(() => request<PlayCheck>("POST", path, { signal: AbortSignal.timeout(patienceMs) })),
    [path],
  );
  useEffect(check.need, [check]);
  const found = check.value.value;
  const failure = check.failure.value;
  return (
    <Sheet title="Will it play?" onClose={onClose}>
      {failure && <FailureBanner failure={failure} />}
      {found === undefined && !failure && (
        <>
          <p class="soft">Fetching it as a player does, and decoding what comes…</p>
          <Skeleton kind="row" count={4} label="Looking from a player’s side" />
        </>
      )}
      {found && (
        <>
          <Banner tone={verdicts[found.verdict].tone}>
            <p class="banner-message">{verdicts[found.verdict].words}</p>
          </Banner>
          <ul class="play-check">
            {worstFirst.flatMap((is) =>
              found.findings
                .filter((each) => each.is === is)
                .map(({ code, chapterKey = "", message, next }) => (
                  <li key={`${code} ${chapterKey} ${message}`} class={`play-check-line play-check-${is}`}>
                    <Icon name={signs[is].icon} />
                    <div>
                      <p>
                        <span class="unseen">{signs[is].words}: </span>
                        {message}
                      </p>
                      {next && <p class="small soft">{next}</p>}
                    </div>
                  </li>
                )),
            )}
          </ul>
        </>
      )}
      <div class="sheet-actions">
        <Button onClick={() => void check.load()}>Look again</Button>
        <Button look="main" onClick={onClose}>
          Close
        </Button>
      </div>
    </Sheet>
  );
}
