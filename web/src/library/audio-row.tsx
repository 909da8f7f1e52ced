import type { AudioItem } from "../../../src/http/schema/audio.ts";
import { listening, seekListening, toggleListening } from "../stores/listening.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Slider } from "../ui/slider.tsx";
import { clockOf, sizeWords, spokenTime } from "../ui/words.ts";
import { WaveSeek } from "./wave-seek.tsx";

type AudioRowProps = {
  item: AudioItem;
  selected: boolean;
  onSelect: () => void;
  onMakeCard: () => void;
  onMore: () => void;
};

/** One recording: choose it, hear it here, do something with it. */
export function AudioRow({ item, selected, onSelect, onMakeCard, onMore }: AudioRowProps) {
  const mine = listening.value?.id === item.id ? listening.value : undefined;
  return (
    <li class={selected ? "audio-row audio-row-chosen" : "audio-row"}>
      <label class="check">
        <input type="checkbox" checked={selected} onChange={onSelect} aria-label={`Choose ${item.title}`} />
      </label>
      <IconButton
        icon={mine?.playing ? "pause" : "play"}
        label={`${mine?.playing ? "Pause" : "Hear"} ${item.title}`}
        look="plain"
        onClick={() => toggleListening(item.id, item.playUrl)}
      />
      <div class="audio-row-words">
        <p class="audio-row-title">{item.title}</p>
        <p class="small soft one-line numbers">
          {[item.artist, item.album, clockOf(item.seconds)].filter(Boolean).join(" · ")}
          <span class="audio-row-wide"> · {sizeWords(item.bytes)}</span>
          {item.tags.length > 0 && (
            <span class="audio-row-wide"> · {item.tags.map((tag) => `#${tag}`).join(" ")}</span>
          )}
        </p>
      </div>
      <div class="audio-row-actions">
        <span class="audio-row-wide">
          <Button icon="card" look="quiet" onClick={onMakeCard}>
            Make a card<span class="unseen"> of {item.title}</span>
          </Button>
        </span>
        <IconButton icon="more" label={`More for ${item.title}`} aria-haspopup="dialog" onClick={onMore} />
      </div>
      {mine && (
        <div class="audio-row-seek">
          {item.waveform !== undefined ? (
            <WaveSeek
              title={item.title}
              waveform={item.waveform}
              seconds={mine.seconds}
              length={item.seconds}
              onSeek={seekListening}
            />
          ) : (
            <Slider
              label={`Position in ${item.title}`}
              valueText={`${spokenTime(mine.seconds)} of ${spokenTime(item.seconds)}`}
              value={mine.seconds}
              max={item.seconds}
              step={0.5}
              onMove={seekListening}
              onSet={seekListening}
            />
          )}
        </div>
      )}
    </li>
  );
}
