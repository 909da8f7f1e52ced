import { joinSamples } from "./pcm.ts";

/** A stretch in which somebody may speak, short enough to be listened to at once. */
export type SpeechWindow = { readonly startSeconds: number; readonly samples: Float32Array };

/** Cuts one channel that comes piece by piece. */
export type WindowCutter = {
  /** The windows that are complete. */
  add(samples: Float32Array): readonly SpeechWindow[];
  /** The rest, once. */
  end(): readonly SpeechWindow[];
};

/** Engines hear half a minute at most; a cut is looked for in the last third. */
const mostSeconds = 25;
const cutFromSeconds = 16;
/** Loudness is looked at in blocks of this length. */
const blockSeconds = 0.1;
/** Quieter is silence (RMS, full scale is 1): −55 dB, noise of a good room. */
const silentBelow = 10 ** (-55 / 20);
/** Of the silence around a window so many blocks stay. */
const spareBlocks = 3;

/** Cuts where it is quietest, so that no word is cut, and leaves out what is silent: engines make words of it. */
export function cutSpeechWindows(sampleRateHz: number): WindowCutter {
  const block = Math.round(blockSeconds * sampleRateHz);
  const most = Math.round(mostSeconds / blockSeconds);
  const cutFrom = Math.round(cutFromSeconds / blockSeconds);
  let held: Float32Array = new Float32Array(0);
  let startBlock = 0;

  function take(count: number): readonly SpeechWindow[] {
    const samples = held.subarray(0, count * block);
    const loud = levels(samples, block).map((level) => level >= silentBelow);
    const [first, last] = [loud.indexOf(true), loud.lastIndexOf(true)];
    const from = Math.max(0, first - spareBlocks);
    const window = {
      startSeconds: (startBlock + from) * blockSeconds,
      samples: samples.slice(from * block, (last + 1 + spareBlocks) * block),
    };
    held = held.slice(count * block);
    startBlock += count;
    return first < 0 ? [] : [window];
  }

  return {
    add(samples) {
      held = joinSamples([held, samples]);
      const windows: SpeechWindow[] = [];
      while (held.length >= most * block) {
        const last = levels(held.subarray(cutFrom * block, most * block), block);
        const quietest = last.reduce((best, level, at) => (level <= (last[best] ?? 0) ? at : best), 0);
        windows.push(...take(cutFrom + quietest + 1));
      }
      return windows;
    },
    end: () => take(Math.ceil(held.length / block)),
  };
}

function levels(samples: Float32Array, block: number): readonly number[] {
  const found: number[] = [];
  for (let at = 0; at < samples.length; at += block) {
    const some = samples.subarray(at, at + block);
    found.push(Math.sqrt(some.reduce((sum, sample) => sum + sample * sample, 0) / some.length));
  }
  return found;
}
