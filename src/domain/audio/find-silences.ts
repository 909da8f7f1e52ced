/** A stretch in which nothing is heard. */
export type Silence = { readonly fromSeconds: number; readonly toSeconds: number };

/** Looks for silence in sound that comes piece by piece. */
export type SilenceFinder = {
  add(channels: readonly Float32Array[], sampleRateHz: number): void;
  /** What was found, in order; call it once, after the last piece. */
  end(): readonly Silence[];
};

/** Loudness is looked at in windows of this length. */
const windowSeconds = 0.02;

/** `quieterThanDb` is the RMS level (0 is full scale) under which a window counts as silent. */
export function findSilences(options: {
  readonly quieterThanDb: number;
  readonly atLeastSeconds: number;
}): SilenceFinder {
  const most = 10 ** (options.quieterThanDb / 10);
  const silences: Silence[] = [];
  let [energy, counted, windows] = [0, 0, 0];
  let quietSince: number | undefined;

  const close = (untilSeconds: number) => {
    if (quietSince !== undefined && untilSeconds - quietSince >= options.atLeastSeconds)
      silences.push({ fromSeconds: quietSince, toSeconds: untilSeconds });
    quietSince = undefined;
  };

  return {
    add(channels, sampleRateHz) {
      const perWindow = Math.round(windowSeconds * sampleRateHz);
      const length = channels[0]?.length ?? 0;
      for (let at = 0; at < length; at += 1) {
        for (const samples of channels) energy += (samples[at] ?? 0) ** 2 / channels.length;
        counted += 1;
        if (counted < perWindow) continue;
        if (energy / counted <= most) quietSince ??= windows * windowSeconds;
        else close(windows * windowSeconds);
        windows += 1;
        [energy, counted] = [0, 0];
      }
    },
    end() {
      close(windows * windowSeconds);
      return silences;
    },
  };
}
