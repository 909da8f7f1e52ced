import type { Story, StoryProblem } from "../../../src/http/schema/story.ts";
import { Banner } from "../ui/banner.tsx";
import { Icon } from "../ui/icon.tsx";
import { counted } from "../ui/words.ts";

type StoryProblemsProps = { story: Story; hrefOf: (name: string) => string };

const shownAtFirst = 4;

/** What is wrong with the story, and where; what is strange; and how much of a card it fills. */
export function StoryProblems({ story, hrefOf }: StoryProblemsProps) {
  const { problems, chapters, limit, seconds } = story;
  const blocking = problems.filter(({ blocks }) => blocks);
  const hints = problems.filter(({ blocks }) => !blocks);
  return (
    <>
      {blocking.length > 0 && (
        <Banner tone="warn">
          <p class="banner-message">
            {counted(blocking.length, "thing")} to put right before it can be a card
          </p>
          <Lines problems={blocking} hrefOf={hrefOf} />
        </Banner>
      )}
      {hints.length > 0 && (
        <Banner tone="calm">
          <p class="banner-message">Worth a look</p>
          <Lines problems={hints} hrefOf={hrefOf} />
        </Banner>
      )}
      {problems.length === 0 && (
        <p class="story-fine small">
          <Icon name="check" /> Nothing is wrong: {chapters} of the {limit} chapters of a card,{" "}
          {seconds < 90 ? "about a minute" : `about ${Math.round(seconds / 60)} minutes`}.
        </p>
      )}
    </>
  );
}

function Lines(props: { problems: readonly StoryProblem[]; hrefOf: StoryProblemsProps["hrefOf"] }) {
  const { problems, hrefOf } = props;
  const line = ({ message, passage }: StoryProblem) => (
    <li key={`${passage} ${message}`}>
      {passage === undefined ? message : <a href={hrefOf(passage)}>{message}</a>}
    </li>
  );
  return (
    <>
      <ul class="story-problems">{problems.slice(0, shownAtFirst).map(line)}</ul>
      {problems.length > shownAtFirst && (
        <details>
          <summary>{problems.length - shownAtFirst} more</summary>
          <ul class="story-problems">{problems.slice(shownAtFirst).map(line)}</ul>
        </details>
      )}
    </>
  );
}
