/** What browsers record, best first: Opus where they can (Chrome, Firefox, new Safari), else AAC (older Safari). */
const wanted = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];

/** A recording that is under way. */
export type Recording = {
  /** Ends it; answers what was said. */
  stop(): Promise<Blob>;
};

/** Whether this browser can record at all; without https browsers hide the microphone. */
export function canRecord(): boolean {
  return typeof MediaRecorder !== "undefined" && navigator.mediaDevices !== undefined;
}

/** Asks for the microphone and begins. Throws what the browser throws when it may not. */
export async function record(): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const mimeType = wanted.find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, {
    audioBitsPerSecond: 64_000,
    ...(mimeType !== undefined && { mimeType }),
  });
  const parts: Blob[] = [];
  recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
  recorder.start(1000);
  return {
    stop: () =>
      new Promise((resolve) => {
        recorder.addEventListener("stop", () => {
          for (const track of stream.getTracks()) track.stop();
          resolve(new Blob(parts, { type: recorder.mimeType }));
        });
        recorder.stop();
      }),
  };
}
