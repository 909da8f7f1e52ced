import { createMemoryTable } from "../src/adapters/memory/table.ts";
import { systemClock } from "../src/adapters/system/clock.ts";
import { StoryId } from "../src/domain/ids.ts";
import { compileStory } from "../src/domain/stories/compile-story.ts";
import { exampleStory } from "../src/domain/stories/example-story.ts";
import { exportStory } from "../src/domain/stories/export-story.ts";
import { importStory } from "../src/domain/stories/import-story.ts";
import { beginningOf, type Press, type StoryState, step } from "../src/domain/stories/step.ts";
import type { Passage, Story, StoryText } from "../src/domain/stories/story.ts";
import { createAudioLibrary } from "../src/stores/audio.ts";
import { createSettings } from "../src/stores/settings.ts";
import { createStories } from "../src/stores/stories.ts";
import { countProblems, findingsIn, lookOverStory } from "../src/usecases/stories/look-over-story.ts";
import { type Row, row } from "./row.ts";

const passages = 300;
const runs = 7;
const runMicroseconds = 60_000;
const walked = 20_000;
const inList = 50;
const presses: readonly Press[] = ["left", "right", "end"];

/** Stories with choices: how long it takes to make chapters of one, and to take a step in it. */
export async function run(): Promise<Row[]> {
  const story = aLongStory();
  const json = JSON.stringify(story);
  const parsing = median(() => JSON.parse(json));
  const is = "JSON.parse of the same story";
  const compiling = median(() => compileStory({ ...story, passages: [...story.passages] }));
  const twee = exportStory(story);
  const importing = median(() => importStory(twee));
  const { chapters } = compileStory(story);
  const { steps, strayed } = walk(story);
  return [
    row("stories", "compile-300", "ms", compiling, { value: parsing, is }),
    row("stories", "compile-300.chapters", "chapters", chapters.length),
    row("stories", "import-300", "ms", importing, { value: parsing, is }),
    row(
      "stories",
      "step.p95",
      "ms",
      steps.toSorted((one, other) => one - other)[Math.floor(walked * 0.95)] ?? 0,
    ),
    await listed(story),
    row("stories", "card-strays-from-story", `of ${walked} presses`, strayed),
  ];
}

/** A page of the list: what was counted when stories were written, against counting it anew. */
async function listed(story: Story): Promise<Row> {
  const table = createMemoryTable(systemClock());
  const audio = createAudioLibrary({ table, clock: systemClock() });
  const deps = { settings: createSettings(table), audio };
  const findings = findingsIn(await lookOverStory(deps, story));
  const took = async (each: Story) => {
    const stories = createStories(createMemoryTable(systemClock()));
    for (let n = 0; n < inList; n += 1) await stories.create({ ...each, id: StoryId(`s${n}`) });
    const times: number[] = [];
    for (let n = 0; n < runs; n += 1) {
      const since = performance.now();
      const page = await stories.list({ limit: inList });
      await countProblems(
        deps,
        page.records.map(({ value }) => value),
      );
      times.push(performance.now() - since);
    }
    return times.toSorted((one, other) => one - other)[Math.floor(runs / 2)] ?? 0;
  };
  const baseline = { value: await took(story), is: "the same list, each story compiled" };
  return row("stories", `list-${inList}`, "ms", await took({ ...story, findings }), baseline);
}

/** Three hundred passages, three things, ways of two and three. */
function aLongStory(): Story {
  const all = Array.from({ length: passages }, (_, n): Passage => {
    const to = (by: number) => `Passage ${(n * 7 + by * 13 + 1) % passages}`;
    const thing = `thing ${n % 3}`;
    const third = n % 55 === 1 ? { needs: [thing] } : {};
    return {
      name: `Passage ${n}`,
      text: `Here is passage ${n}, and this is what happens in it. `.repeat(12),
      choices: [
        { label: "Go this way", to: to(1), ...(n % 40 === 0 && { gives: [thing] }) },
        { label: "Go that way", to: to(2) },
        ...(n % 5 === 0 ? [{ label: "Go a third way", to: to(3), ...third }] : []),
      ],
    };
  });
  const text: StoryText = { ...exampleStory, passages: all };
  return { ...text, id: StoryId("long"), sounds: [], createdAtMs: 0, changedAtMs: 0 };
}

/** Presses buttons at random in the story and on its card at once; a card that is elsewhere than the story has strayed. */
function walk(story: Story) {
  const { chapters } = compileStory(story);
  const byKey = new Map(chapters.map((chapter) => [chapter.key, chapter]));
  const steps: number[] = [];
  let strayed = 0;
  let state = beginningOf(story) as StoryState;
  let chapter = chapters[0];
  let random = 7;
  for (let count = 0; count < walked; count += 1) {
    random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
    const press = presses[Math.floor(random / 65_536) % presses.length] ?? "end";
    const since = performance.now();
    const stepped = step(story, state, press);
    steps.push(performance.now() - since);
    if (stepped?.go === "to") state = stepped.state;
    const way = press === "end" ? chapter?.atEnd : chapter?.[press];
    if (way?.go === "to") chapter = byKey.get(way.chapterKey);
    if (chapter?.passage !== state.passage || chapter.asks !== state.asks) strayed += 1;
  }
  return { steps, strayed };
}

/**
 * The middle of several runs, in milliseconds of this thread's processor time: the machine may be busy. That clock ticks coarsely, so
 * a run is as many times as fill some ticks.
 */
function median(work: () => unknown): number {
  const times = Array.from({ length: runs }, () => {
    const before = process.threadCpuUsage();
    for (let count = 1; ; count += 1) {
      work();
      const { user, system } = process.threadCpuUsage(before);
      if (user + system >= runMicroseconds) return (user + system) / 1000 / count;
    }
  });
  return times.toSorted((one, other) => one - other)[Math.floor(runs / 2)] ?? 0;
}
