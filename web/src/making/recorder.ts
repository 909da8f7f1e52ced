/** What browsers record in: Chrome and Firefox in Opus, Safari in AAC. The first one that this browser knows. */
const kinds = [
  { mime: "audio/webm;codecs=opus", ending: "webm" },
  { mime: "audio/ogg;codecs=opus", ending: "ogg" },
  { mime: "audio/mp4", ending: "m4a" },
] as const;

/** A recording under way. */
export type Recorder = {
  pause(): void;
  resume(): void;
  /** Ends it; the microphone is off afterwards. `ending` is the file's. */
  stop(): Promise<{ readonly sound: Blob; readonly ending: string }>;
  /** Ends it and keeps nothing. */
  drop(): void;
  /** How loud it is right now, 0–1. */
  level(): number;
};

/** Whether this browser can record here: only over https, or on this machine. */
export function canRecord(): boolean {
  return (
    typeof MediaRecorder !== "undefined" &&
    navigator.mediaDevices !== undefined &&
    kinds.some(({ mime }) => MediaRecorder.isTypeSupported(mime))
  );
}

/** Asks for the microphone and begins. Throws what the browser throws when it is not given. */
export async function startRecorder(): Promise<Recorder> {
  const kind = kinds.find(({ mime }) => MediaRecorder.isTypeSupported(mime)) ?? kinds[0];
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  });
  const recorder = new MediaRecorder(stream, { mimeType: kind.mime, audioBitsPerSecond: 96_000 });
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  const wave = new Uint8Array(analyser.fftSize);
  const pieces: Blob[] = [];
  recorder.addEventListener("dataavailable", ({ data }) => pieces.push(data));
  // In pieces, so that a long story does not live in one buffer of the browser's.
  recorder.start(1000);

  const off = () => {
    for (const track of stream.getTracks()) track.stop();
    void context.close();
  };
  return {
    pause: () => recorder.pause(),
    resume: () => recorder.resume(),
    stop: () =>
      new Promise((resolve) => {
        recorder.addEventListener("stop", () => {
          off();
          resolve({ sound: new Blob(pieces, { type: kind.mime }), ending: kind.ending });
        });
        recorder.stop();
      }),
    drop: () => {
      if (recorder.state !== "inactive") recorder.stop();
      off();
    },
    level: () => {
      analyser.getByteTimeDomainData(wave);
      return wave.reduce((most, value) => Math.max(most, Math.abs(value - 128)), 0) / 128;
    },
  };
}
