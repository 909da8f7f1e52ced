import { useId, useMemo } from "preact/hooks";
import { useHeld } from "../ui/use-held.ts";
import { clockOf, spokenTime } from "../ui/words.ts";
import { wavePath } from "./wave-path.ts";
import "./wave-seek.css";

type WaveSeekProps = {
  title: string;
  /** Peaks as base64. */
  waveform: string;
  seconds: number;
  length: number;
  onSeek: (seconds: number) => void;
};

/** The shape of a recording; a finger (or an arrow key) moves in it. */
export function WaveSeek({ title, waveform, seconds, length, onSeek }: WaveSeekProps) {
  const path = useMemo(() => wavePath(waveform), [waveform]);
  const clip = useId();
  const { shown, hold, letGo } = useHeld(seconds, onSeek);
  const share = length > 0 ? Math.min(1, shown / length) : 0;
  return (
    <div>
      <div class="wave">
        <svg viewBox="0 0 240 64" preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <clipPath id={clip}>
            <rect width={share * 240} height="64" />
          </clipPath>
          <path d={path} />
          <path class="wave-heard" d={path} clip-path={`url(#${clip})`} />
        </svg>
        <input
          type="range"
          min={0}
          max={length}
          step={length > 600 ? 5 : 0.5}
          value={shown}
          aria-label={`Position in ${title}`}
          aria-valuetext={`${spokenTime(shown)} of ${spokenTime(length)}`}
          onInput={(event) => {
            const wanted = Number(event.currentTarget.value);
            hold(wanted);
            onSeek(wanted);
          }}
          onChange={letGo}
          onPointerUp={letGo}
          onBlur={letGo}
        />
      </div>
      <p class="small soft numbers wave-times">
        <span>{clockOf(shown)}</span>
        <span>{clockOf(length)}</span>
      </p>
    </div>
  );
}
