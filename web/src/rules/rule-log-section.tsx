import { useEffect } from "preact/hooks";
import type { RuleLine } from "../../../src/http/schema/rule.ts";
import { serverNowMs } from "../api/server-clock.ts";
import { needPlayers, players } from "../stores/players.ts";
import { ruleLog } from "../stores/rules.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { momentWords } from "../ui/words.ts";
import { lineWords } from "./line-words.ts";

/** What each rule did, and why. */
export function RuleLogSection() {
  useEffect(needPlayers, []);
  const lines = ruleLog.items.value;
  return (
    <section class="panel stack-close" aria-labelledby="log-title">
      <h2 id="log-title">What the rules did</h2>
      {ruleLog.failure.value && <FailureBanner failure={ruleLog.failure.value} />}
      {lines?.length === 0 && <p class="small soft">Nothing yet. Here it will stand, with the reason.</p>}
      {lines !== undefined && lines.length > 0 && (
        <ul class="rule-lines">
          {lines.map((line) => (
            <LogLine key={`${line.atMs} ${line.ruleId} ${line.what} ${line.why}`} line={line} />
          ))}
        </ul>
      )}
      {ruleLog.hasMore.value && <Button onClick={() => void ruleLog.more()}>Show more</Button>}
    </section>
  );
}

function LogLine({ line }: { line: RuleLine }) {
  const name = players.value?.find(({ id }) => id === line.playerId)?.name;
  return (
    <li class={line.did === "acted" ? "" : "rule-line-idle"}>
      <span class="numbers rule-line-time">{momentWords(line.atMs, serverNowMs())}</span>
      <span>
        <strong>{line.ruleTitle}</strong>
        {name && <span class="soft"> on {name}</span>}
        <br />
        <span class="small">{lineWords(line)}</span>
      </span>
    </li>
  );
}
