import { useEffect, useRef, useState } from "preact/hooks";
import type { Story, StoryChapter } from "../stores/stories.ts";
import { Button } from "../ui/button.tsx";
import { Sheet } from "../ui/sheet.tsx";

type PlayStoryProps = { story: Story; onClose: () => void };

/** The story as a child has it: what is heard, and two buttons. It walks the chapters that the server made of it. */
export function PlayStory({ story, onClose }: PlayStoryProps) {
  const first = story.chapters[0];
  const [keys, setKeys] = useState<readonly string[]>(first === undefined ? [] : [first.key]);
  const [round, setRound] = useState(0);
  const said = useRef<HTMLParagraphElement>(null);
  const here = story.chapters.find(({ key }) => key === keys.at(-1));
  const next = (step: StoryChapter["choices"]["left"]) =>
    step?.go === "to" ? story.chapters.find(({ key }) => key === step.chapterKey) : undefined;
  const left = next(here?.choices.left);
  const right = next(here?.choices.right);
  const goTo = (chapter: StoryChapter | undefined) => {
    if (chapter === undefined) return;
    setKeys([...keys, chapter.key]);
    said.current?.scrollTo({ top: 0 });
  };
  const ended = () => {
    const { atEnd } = here?.choices ?? {};
    if (atEnd?.go === "repeat") setRound(round + 1);
    else goTo(next(atEnd));
  };
  const press = useRef<(event: KeyboardEvent) => void>(undefined);
  press.current = (event) => {
    if (event.key === "ArrowLeft") goTo(left);
    else if (event.key === "ArrowRight") goTo(right);
    else return;
    event.preventDefault();
  };
  useEffect(() => {
    const heard = (event: KeyboardEvent) => press.current?.(event);
    addEventListener("keydown", heard);
    return () => removeEventListener("keydown", heard);
  }, []);
  if (here === undefined) return null;
  const goesOn = next(here.choices.atEnd);
  const isEnd = left === first && right === undefined && goesOn === undefined && here !== first;
  return (
    <Sheet title={story.title} onClose={onClose}>
      <div class="story-play">
        <p class="small soft">{here.passage}</p>
        <p class="story-said" ref={said} aria-live="polite" tabIndex={-1}>
          {here.says}
        </p>
        {here.audioId !== undefined && (
          // biome-ignore lint/a11y/useMediaCaption: what is said stands above
          <audio
            key={`${here.key} ${round}`}
            class="make-hear"
            controls
            autoplay
            src={`/api/audio/${encodeURIComponent(here.audioId)}/play`}
            onEnded={ended}
          />
        )}
        {isEnd && <p class="story-end">The end.</p>}
        {goesOn !== undefined && goesOn.passage !== here.passage && (
          <Button icon="arrow-right" onClick={() => goTo(goesOn)}>
            Go on
          </Button>
        )}
        <div class="story-knobs">
          <button type="button" class="story-knob" disabled={left === undefined} onClick={() => goTo(left)}>
            <span class="story-knob-cap">Left</span>
            <span class="small">{isEnd ? "Begin again" : here.labels?.left}</span>
          </button>
          <button type="button" class="story-knob" disabled={right === undefined} onClick={() => goTo(right)}>
            <span class="story-knob-cap">Right</span>
            <span class="small">{here.labels?.right}</span>
          </button>
        </div>
      </div>
      <div class="sheet-actions">
        <Button icon="undo" disabled={keys.length < 2} onClick={() => setKeys(keys.slice(0, -1))}>
          One back
        </Button>
        <Button onClick={() => first && setKeys([first.key])}>From the beginning</Button>
      </div>
    </Sheet>
  );
}
