import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { StoryPassage as Passage } from "../../../src/http/schema/story.ts";
import { IconButton } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { useSame } from "../ui/use-same.ts";
import { type StoryMap as Layout, layOut, type MapNode, type MapWay } from "./map-layout.ts";
import { choiceNames } from "./story-edit.ts";
import "./story-map.css";

type StoryMapProps = {
  passages: readonly Passage[];
  /** Names of passages with which something is wrong. */
  wrong: ReadonlySet<string>;
  chosen: string | undefined;
  hrefOf: (name: string) => string;
  /** A way leads to a passage that nobody wrote. */
  onWrite: (name: string) => void;
};

/** In the size of letters: a passage's box, and how far they are from one another. */
const box = { width: 9.25, height: 3.5 };
const step = { across: 10.25, down: 6.25 };
const edge = { x: 1.5, y: 1.75 };
const zooms = [0.5, 0.7, 0.85, 1, 1.25, 1.5];
const asLettersAre = zooms.indexOf(1);

/** The story as a picture: its passages from the beginning downwards, with the ways between them. */
export function StoryMap({ passages, wrong, chosen, hrefOf, onWrite }: StoryMapProps) {
  // While only what is read aloud changes, a large story is neither laid out nor drawn anew at each letter.
  const drawn = useSame(
    passages.map((passage): Passage => {
      return { ...passage, text: "", choices: passage.choices.map((choice) => ({ ...choice, label: "" })) };
    }),
  );
  const layout = useMemo(() => layOut(drawn), [drawn]);
  const marked = useSame([...wrong]);
  const picture = useMemo(
    () => (
      <Picture
        layout={layout}
        passages={drawn}
        wrong={wrong}
        chosen={chosen}
        hrefOf={hrefOf}
        onWrite={onWrite}
      />
    ),
    [layout, drawn, marked, chosen],
  );
  const [zoom, setZoom] = useState(asLettersAre);
  const paper = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const scroller = paper.current;
    const shown = scroller?.querySelector<HTMLElement>("[aria-current], [data-first]");
    if (!scroller || !shown) return;
    // Only the map itself moves, not the page.
    const place = shown.getBoundingClientRect();
    const frame = scroller.getBoundingClientRect();
    scroller.scrollLeft += place.x + place.width / 2 - frame.x - frame.width / 2;
    if (place.y < frame.y || place.bottom > frame.bottom)
      scroller.scrollTop += place.y + place.height / 2 - frame.y - frame.height / 2;
  }, [chosen, zoom]);
  const size = sizeOf(layout);
  useLayoutEffect(() => {
    // A little smaller, where that shows all of it.
    const letterPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    if (paper.current && size.width * letterPx > paper.current.clientWidth) setZoom(asLettersAre - 1);
  }, []);
  return (
    <section class="story-map" aria-label="Map of the story">
      <div class="story-map-paper" ref={paper}>
        <div
          class="story-map-sheet"
          style={{
            fontSize: `${zooms[zoom]}rem`,
            width: `${size.width}em`,
            height: `${size.height}em`,
          }}
        >
          {picture}
        </div>
      </div>
      <div class="story-map-zoom">
        <IconButton
          icon="minus"
          label="Smaller"
          look="plain"
          disabled={zoom === 0}
          onClick={() => setZoom(zoom - 1)}
        />
        <IconButton
          icon="plus"
          label="Larger"
          look="plain"
          disabled={zoom === zooms.length - 1}
          onClick={() => setZoom(zoom + 1)}
        />
      </div>
    </section>
  );
}

/** The ways, and over them the passages. */
function Picture({ layout, passages, wrong, chosen, hrefOf, onWrite }: StoryMapProps & { layout: Layout }) {
  const { nodes, ways } = layout;
  const { width, height } = sizeOf(layout);
  const byName = new Map(passages.map((each) => [each.name, each]));
  return (
    <>
      <svg class="story-map-ways" viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
        {ways.map((way) => (
          <Way
            key={`${way.from.name}/${way.choice}`}
            way={way}
            lit={way.from.name === chosen || way.to.name === chosen}
            letter={choiceNames(byName.get(way.from.name)?.choices ?? [])[way.choice]?.short ?? ""}
          />
        ))}
      </svg>
      <ol>
        {nodes.map((node) => {
          const { x, y } = middleOf(node);
          const passage = byName.get(node.name);
          const at = { left: `${x - box.width / 2}em`, top: `${y - box.height / 2}em` };
          return (
            <li key={node.name} class="story-map-place" style={at}>
              {passage === undefined ? (
                <button
                  type="button"
                  class="story-node story-node-missing"
                  onClick={() => onWrite(node.name)}
                >
                  <span class="story-node-name">
                    <span class="unseen">Write </span>
                    {node.name}
                  </span>
                  <span class="story-node-note">
                    <Icon name="plus" /> not written
                  </span>
                </button>
              ) : (
                <a
                  class={wrong.has(node.name) ? "story-node story-node-wrong" : "story-node"}
                  href={hrefOf(node.name)}
                  {...(node.name === chosen ? { "aria-current": "true" as const } : {})}
                  {...(node.layer === 0 ? { "data-first": "" } : {})}
                >
                  <span class="story-node-name">{node.name}</span>
                  <NodeNote
                    passage={passage}
                    isFirst={passage === passages[0]}
                    isWrong={wrong.has(node.name)}
                  />
                </a>
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}

/** In the size of letters. */
function sizeOf({ width, layers }: Layout) {
  return {
    width: (width - 1) * step.across + box.width + 2 * edge.x,
    height: (layers - 1) * step.down + box.height + 2 * edge.y,
  };
}

/** What one sees of a passage at a glance; a screen reader hears where it leads, too. */
function NodeNote(props: { passage: Passage; isFirst: boolean; isWrong: boolean }) {
  const { passage, isFirst, isWrong } = props;
  const leads = passage.choices.map(({ to }) => to).join(", ");
  return (
    <>
      <span class="story-node-note">
        {isWrong && <Icon name="warning" />}
        {passage.recording !== undefined && <Icon name="microphone" />}
        {isFirst && <span class="story-node-first">Begins here</span>}
        {!isFirst && passage.choices.length === 0 && "The end"}
      </span>
      <span class="unseen">
        {leads !== "" && `, leads to ${leads}`}
        {isWrong && ", something is wrong"}
        {passage.recording !== undefined && ", a recording"}
      </span>
    </>
  );
}

function Way({ way, lit, letter }: { way: MapWay; lit: boolean; letter: string }) {
  const from = middleOf(way.from);
  const to = middleOf(way.to);
  const spread = Math.min(2.25, box.width / (way.of + 1));
  const start = { x: from.x + (way.choice - (way.of - 1) / 2) * spread, y: from.y + box.height / 2 };
  const end = { x: to.x, y: to.y - box.height / 2 - 0.25 };
  return (
    <g class={`way ${way.isBack ? "way-back-up" : ""} ${lit ? "way-lit" : ""}`}>
      <path class="way-line" d={curve(start, end, way.isBack)} />
      <path class="way-tip" d={`M${end.x} ${end.y + 0.25}l-.4-.75h.8Z`} />
      {letter !== "" && (
        <>
          <circle class="way-ground" cx={start.x} cy={start.y + 0.75} r="0.6" />
          <text class="way-letter" x={start.x} y={start.y + 1.02} text-anchor="middle">
            {letter}
          </text>
        </>
      )}
    </g>
  );
}

type Point = { readonly x: number; readonly y: number };

/** Down in a gentle bow; back up beside what stands between. */
function curve(start: Point, end: Point, isBack: boolean): string {
  if (!isBack) {
    const bend = (end.y - start.y) / 2;
    return `M${start.x} ${start.y}C${start.x} ${start.y + bend} ${end.x} ${end.y - bend} ${end.x} ${end.y}`;
  }
  // So far aside that the bow passes just beside a passage.
  const aside = Math.abs(start.x - end.x) < box.width ? (box.width / 2 + 1) / 0.75 : 0;
  const side = start.x < end.x ? -1 : 1;
  const [out, back] = [start.x + side * aside, end.x + side * aside];
  return `M${start.x} ${start.y}C${out} ${start.y + 4} ${back} ${end.y - 4} ${end.x} ${end.y}`;
}

function middleOf({ x, layer }: MapNode): Point {
  return { x: edge.x + box.width / 2 + x * step.across, y: edge.y + box.height / 2 + layer * step.down };
}
