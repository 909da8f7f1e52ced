import { useMemo } from "preact/hooks";
import type { AudioItem } from "../../../src/http/schema/audio.ts";
import { wavePath } from "../library/wave-path.ts";
import { listening, seekListening, toggleListening } from "../stores/listening.ts";
import { IconButton } from "../ui/button.tsx";
import { ChoiceField } from "../ui/choice-field.tsx";
import { clockOf, spokenTime } from "../ui/words.ts";

/** A stretch of a recording while it is being chosen. */
export type CutDraft = {
  readonly key: number;
  readonly item: AudioItem;
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly gainDb: number;
  readonly fadeInSeconds: number;
  readonly fadeOutSeconds: number;
};

type CutEditorProps = {
  cut: CutDraft;
  onChange: (cut: CutDraft) => void;
  onRemove: () => void;
  onUp: (() => void) | undefined;
  onDown: (() => void) | undefined;
};

const fades = [0, 0.5, 1, 2, 5, 10, 20, 30].map((seconds) => ({
  value: String(seconds),
  name: seconds === 0 ? "None" : `${seconds} seconds`,
}));
const gains = [-12, -6, -3, 0, 3, 6, 12].map((dB) => ({
  value: String(dB),
  name: dB === 0 ? "As it is" : `${Math.abs(dB)} dB ${dB > 0 ? "louder" : "quieter"}`,
}));
const shortestSeconds = 0.5;

/** Where a stretch begins and ends in the shape of its recording, how loud it is and how it comes and goes. */
export function CutEditor({ cut, onChange, onRemove, onUp, onDown }: CutEditorProps) {
  const { item, fromSeconds, toSeconds } = cut;
  const path = useMemo(() => (item.waveform === undefined ? "" : wavePath(item.waveform)), [item.waveform]);
  const playing = listening.value?.id === item.id && listening.value.playing;
  const step = item.seconds > 1200 ? 1 : 0.1;
  const hear = (seconds: number) => {
    if (!playing) toggleListening(item.id, item.playUrl);
    seekListening(seconds);
  };
  const [from, to] = [(fromSeconds / item.seconds) * 240, (toSeconds / item.seconds) * 240];
  return (
    <li class="cut">
      <div class="cut-head">
        <p class="one-line">{item.title}</p>
        <span class="row">
          {onUp && <IconButton icon="up" label={`Move ${item.title} up`} onClick={onUp} />}
          {onDown && <IconButton icon="down" label={`Move ${item.title} down`} onClick={onDown} />}
          <IconButton icon="close" label={`Leave ${item.title} out`} onClick={onRemove} />
        </span>
      </div>
      <div class="cut-wave">
        <svg viewBox="0 0 240 64" preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <path d={path} />
          <rect class="cut-out" x="0" y="0" width={Math.max(0, from)} height="64" />
          <rect class="cut-out" x={to} y="0" width={Math.max(0, 240 - to)} height="64" />
        </svg>
        <input
          type="range"
          class="cut-edge"
          min={0}
          max={item.seconds}
          step={step}
          value={fromSeconds}
          aria-label={`Where ${item.title} begins`}
          aria-valuetext={spokenTime(fromSeconds)}
          onInput={(event) =>
            onChange({
              ...cut,
              fromSeconds: Math.min(Number(event.currentTarget.value), toSeconds - shortestSeconds),
            })
          }
        />
        <input
          type="range"
          class="cut-edge"
          min={0}
          max={item.seconds}
          step={step}
          value={toSeconds}
          aria-label={`Where ${item.title} ends`}
          aria-valuetext={spokenTime(toSeconds)}
          onInput={(event) =>
            onChange({
              ...cut,
              toSeconds: Math.max(Number(event.currentTarget.value), fromSeconds + shortestSeconds),
            })
          }
        />
      </div>
      <div class="cut-hear">
        <button type="button" class="button button-quiet numbers" onClick={() => hear(fromSeconds)}>
          From {clockOf(fromSeconds)}
        </button>
        <IconButton
          icon={playing ? "pause" : "play"}
          label={playing ? "Pause" : `Hear ${item.title}`}
          look="plain"
          onClick={() => (playing ? toggleListening(item.id, item.playUrl) : hear(fromSeconds))}
        />
        <button
          type="button"
          class="button button-quiet numbers"
          onClick={() => hear(Math.max(fromSeconds, toSeconds - 5))}
        >
          To {clockOf(toSeconds)}
        </button>
      </div>
      <details class="cut-more">
        <summary>Loudness and fades</summary>
        <div class="make-choices">
          <ChoiceField
            label="Loudness"
            value={String(cut.gainDb)}
            choices={gains}
            onChange={(value) => onChange({ ...cut, gainDb: Number(value) })}
          />
          <ChoiceField
            label="Comes in over"
            value={String(cut.fadeInSeconds)}
            choices={fades}
            onChange={(value) => onChange({ ...cut, fadeInSeconds: Number(value) })}
          />
          <ChoiceField
            label="Fades away over"
            value={String(cut.fadeOutSeconds)}
            choices={fades}
            onChange={(value) => onChange({ ...cut, fadeOutSeconds: Number(value) })}
          />
        </div>
      </details>
    </li>
  );
}
