import { useEffect, useRef, useState } from "preact/hooks";
import type { Story, StoryChapters } from "../../../src/http/schema/story.ts";
import { Button } from "../ui/button.tsx";
import { Sheet } from "../ui/sheet.tsx";

type Chapter = StoryChapters["items"][number];
type PlayStoryProps = { story: Story; chapters: readonly Chapter[]; onClose: () => void };

/** The story as a child has it: what is heard, and two buttons. It follows the steps of the chapters, as players do. */
export function PlayStory({ story, chapters, onClose }: PlayStoryProps) {
  const first = chapters[0];
  const [keys, setKeys] = useState<readonly string[]>(first === undefined ? [] : [first.key]);
  const [round, setRound] = useState(0);
  const said = useRef<HTMLParagraphElement>(null);
  const here = chapters.find(({ key }) => key === keys.at(-1));
  const after = (step: Chapter["atEnd"] | undefined) =>
    step?.go === "to" ? chapters.find(({ key }) => key === step.chapterKey) : undefined;
  const [left, right, next] = [after(here?.left), after(here?.right), after(here?.atEnd)];
  const goTo = (chapter: Chapter | undefined) => {
    if (chapter === undefined) return;
    setKeys([...keys, chapter.key]);
    said.current?.scrollTo({ top: 0 });
  };
  const press = useRef<(event: KeyboardEvent) => void>(undefined);
  press.current = (event) => {
    const side = { ArrowLeft: left, ArrowRight: right }[event.key];
    if (side === undefined || event.target instanceof HTMLAudioElement) return;
    event.preventDefault();
    goTo(side);
  };
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => press.current?.(event);
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
  const passage = story.passages.find(({ name }) => name === here?.passage);
  const text = here?.text || passage?.text;
  const isOver = here !== undefined && here.open.length === 0;
  return (
    <Sheet title={story.title} onClose={onClose}>
      {here === undefined ? (
        <p>
          {story.passages.length === 0
            ? "There is nothing to play yet: write a first passage."
            : "There are more ways through this story than can be laid out here. Its card works all the same: your server tells it, passage by passage."}
        </p>
      ) : (
        <div class="story-play">
          <div class="story-said" ref={said} aria-live="polite">
            <p class="small soft">{here.isQuestion ? `${here.passage}: which way?` : here.passage}</p>
            <p class="story-words">{text || "A recording, without words."}</p>
            {isOver && <p class="story-end">The end.</p>}
          </div>
          {here.audioId !== undefined && here.isStale !== true && (
            // biome-ignore lint/a11y/useMediaCaption: what is said stands above
            <audio
              key={`${keys.length} ${round}`}
              class="make-hear"
              controls
              autoplay
              src={`/api/audio/${encodeURIComponent(here.audioId)}/file.mp3`}
              onEnded={() => (here.atEnd.go === "repeat" ? setRound(round + 1) : goTo(next))}
            />
          )}
          {next !== undefined && left === undefined && (
            <Button icon="arrow-right" onClick={() => goTo(next)}>
              Go on
            </Button>
          )}
          <div class="story-knobs">
            <KnobButton name="Left" words={leftWords(here)} onPress={left && (() => goTo(left))} />
            <KnobButton name="Right" words={rightWords(here)} onPress={right && (() => goTo(right))} />
          </div>
        </div>
      )}
      <div class="sheet-actions">
        <Button icon="undo" disabled={keys.length < 2} onClick={() => setKeys(keys.slice(0, -1))}>
          One back
        </Button>
        <Button disabled={keys.length < 2} onClick={() => first && setKeys([first.key])}>
          Begin again
        </Button>
      </div>
    </Sheet>
  );
}

function KnobButton(props: { name: string; words: string; onPress: (() => void) | undefined }) {
  const { name, words, onPress } = props;
  return (
    <button type="button" class="story-knob" disabled={onPress === undefined} onClick={onPress}>
      <span class="story-knob-cap">{name}</span>
      {words !== "" && <span class="story-knob-words">{words}</span>}
    </button>
  );
}

/** What the left button does here; of more than two ways a question names the one that it takes. */
function leftWords({ open, isQuestion }: Chapter): string {
  if (open.length === 0) return "Begin again";
  if (open.length === 1) return "";
  return open.length > 2 && isQuestion ? "This one" : (open[0] ?? "");
}

function rightWords({ open }: Chapter): string {
  if (open.length < 2) return "";
  return open.length > 2 ? "Something else" : (open[1] ?? "");
}
