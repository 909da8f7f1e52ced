import type { StoryPassage as Passage } from "../../../src/http/schema/story.ts";
import { Icon } from "../ui/icon.tsx";

type PassageListProps = {
  passages: readonly Passage[];
  /** Names of passages with which something is wrong. */
  wrong: ReadonlySet<string>;
  chosen: string | undefined;
  hrefOf: (name: string) => string;
};

/** The passages as lines, with their first words and where they lead. */
export function PassageList({ passages, wrong, chosen, hrefOf }: PassageListProps) {
  return (
    <ol class="panel lines passage-list">
      {passages.map(({ name, text, recording, choices }) => (
        <li key={name}>
          <a
            class="passage-line"
            href={hrefOf(name)}
            {...(name === chosen ? { "aria-current": "true" as const } : {})}
          >
            <span class="passage-line-name">
              {wrong.has(name) && <Icon name="warning" />}
              {wrong.has(name) && <span class="unseen">Something is wrong: </span>}
              {recording !== undefined && <Icon name="microphone" />}
              {name}
            </span>
            {text !== "" && <span class="small soft one-line">{text}</span>}
            <span class="small soft">
              {choices.length === 0 ? "The end" : `→ ${choices.map(({ to }) => to).join(", ")}`}
            </span>
          </a>
        </li>
      ))}
    </ol>
  );
}
