import type { Story } from "../stores/stories.ts";
import { Banner } from "../ui/banner.tsx";
import { Icon } from "../ui/icon.tsx";
import { counted } from "../ui/words.ts";

type StoryProblemsProps = { story: Story; hrefOf: (name: string) => string };

const shownAtFirst = 4;

/** What is wrong with the story, and where; or that nothing is, and how many chapters it becomes. */
export function StoryProblems({ story, hrefOf }: StoryProblemsProps) {
  const { problems, chapters } = story;
  if (problems.length === 0)
    return (
      <p class="story-fine small">
        <Icon name="check" /> Nothing is wrong. It becomes {counted(chapters.length, "chapter")} of a card.
      </p>
    );
  const line = ({ sentence, passage }: Story["problems"][number]) => (
    <li key={`${passage} ${sentence}`}>
      {passage === undefined ? sentence : <a href={hrefOf(passage)}>{sentence}</a>}
    </li>
  );
  return (
    <Banner tone="warn">
      <p class="banner-message">{counted(problems.length, "thing")} to look at</p>
      <ul class="story-problems">{problems.slice(0, shownAtFirst).map(line)}</ul>
      {problems.length > shownAtFirst && (
        <details>
          <summary>{problems.length - shownAtFirst} more</summary>
          <ul class="story-problems">{problems.slice(shownAtFirst).map(line)}</ul>
        </details>
      )}
    </Banner>
  );
}
