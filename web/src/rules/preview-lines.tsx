import type { RuleLine } from "../../../src/http/schema/rule.ts";
import { dayAndTime } from "./line-words.ts";

const mostShown = 8;

/** What would happen if the child listened all the time. */
export function PreviewLines({
  lines,
  withTitles = false,
}: {
  lines: readonly RuleLine[];
  withTitles?: boolean;
}) {
  const shown = lines.filter(({ did }) => did === "acted" || did === "rested").slice(0, mostShown);
  if (shown.length === 0) return <p class="small soft">Nothing would happen.</p>;
  return (
    <ul class="rule-lines">
      {shown.map((line) => (
        <li key={`${line.ruleId} ${line.atMs} ${line.what}`}>
          <span class="numbers rule-line-time">{dayAndTime(line.atMs)}</span>
          <span>
            {withTitles && <strong>{line.ruleTitle}: </strong>}
            {line.did === "rested" ? `rests (${line.why})` : line.what}
            {(line.times ?? 1) > 1 && <span class="soft">{againWords(line)}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}

function againWords({ what, times }: RuleLine): string {
  return what?.startsWith("volume") ? `, in ${times} steps` : ", and again each time";
}
