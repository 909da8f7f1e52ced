import type { Clock } from "../../ports/clock.ts";
import type { WithYotoToken } from "../../ports/yoto-cloud.ts";
import type { Transcode, TranscodedAudio, YotoMedia } from "../../ports/yoto-media.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";

type Deps = {
  readonly yoto: Pick<YotoMedia, "audioUpload" | "putAudio" | "transcode">;
  readonly withToken: WithYotoToken;
  readonly clock: Clock;
};

/** Audio on its way to Yoto. `sha256` is hex; `open` gives all bytes from the beginning, each time it is called. */
export type AudioToUpload = {
  readonly sha256: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: number;
  open(): Promise<ReadableStream<Uint8Array>>;
};

export type UploadProgress =
  | { readonly step: "sending"; readonly sentBytes: number; readonly bytes: number }
  | { readonly step: "transcoding"; readonly phase?: string; readonly percent?: number };

export type UploadedAudio =
  | { readonly ok: true; readonly audio: TranscodedAudio; readonly wasThere: boolean }
  /** Yoto gave up on this audio; the phase is its word for it. */
  | { readonly ok: false; readonly why: "transcode-failed"; readonly phase: string }
  /** No progress for minutes, or no end after an hour: later it may work. */
  | { readonly ok: false; readonly why: "stalled"; readonly percent?: number };

export type UploadLimits = {
  readonly pollEveryMs: number;
  readonly stalledAfterMs: number;
  readonly endlessAfterMs: number;
};
const usualLimits: UploadLimits = { pollEveryMs: 1_500, stalledAfterMs: 240_000, endlessAfterMs: 3_600_000 };
const sendAttempts = 3;

/**
 * Puts audio into Yoto's own store, where tracks of the type `audio` live: asks for an address, sends the bytes unless Yoto has
 * them already, and waits for the transcoder, which takes seconds for a song and many minutes for a long book. Throws
 * `YotoTrouble`, or the signal's reason.
 */
export async function uploadAudioToYoto(
  deps: Deps,
  audio: AudioToUpload,
  options: {
    readonly signal: AbortSignal;
    readonly onProgress?: (progress: UploadProgress) => void;
    readonly limits?: Partial<UploadLimits>;
  },
): Promise<UploadedAudio> {
  const { signal, onProgress = () => {} } = options;
  const { uploadId, wasThere } = await send(deps, audio, signal, onProgress);
  const end = await transcoded(deps, uploadId, { ...usualLimits, ...options.limits }, signal, onProgress);
  return end.ok ? { ...end, wasThere } : end;
}

async function send(
  { yoto, withToken, clock }: Deps,
  audio: AudioToUpload,
  signal: AbortSignal,
  onProgress: (progress: UploadProgress) => void,
): Promise<{ uploadId: string; wasThere: boolean }> {
  const { sha256, filename, contentType, bytes } = audio;
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    // Asked for anew each time: the address runs out, and after a lost answer the bytes may be there.
    const { uploadId, uploadUrl } = await withToken((token) => yoto.audioUpload(token, { sha256, filename }));
    if (uploadUrl === undefined) return { uploadId, wasThere: attempt === 1 };
    const told = (sentBytes: number) => onProgress({ step: "sending", sentBytes, bytes });
    const body = (await audio.open()).pipeThrough(counting(told));
    try {
      await yoto.putAudio(uploadUrl, { body, bytes, contentType, signal });
      return { uploadId, wasThere: false };
    } catch (trouble) {
      if (!isPassing(trouble) || attempt === sendAttempts) throw trouble;
      await clock.sleep(1_000 * 2 ** attempt, signal);
    }
  }
}

function counting(tell: (bytes: number) => void): TransformStream<Uint8Array, Uint8Array> {
  let sent = 0;
  return new TransformStream({
    transform: (chunk, controller) => {
      sent += chunk.byteLength;
      controller.enqueue(chunk);
      tell(sent);
    },
  });
}

async function transcoded(
  { yoto, withToken, clock }: Deps,
  uploadId: string,
  limits: UploadLimits,
  signal: AbortSignal,
  onProgress: (progress: UploadProgress) => void,
): Promise<{ ok: true; audio: TranscodedAudio } | (UploadedAudio & { ok: false })> {
  const startedAtMs = clock.nowMs();
  let movedAtMs = startedAtMs;
  let last: Transcode & { is: "working" } = { is: "working" };
  for (;;) {
    signal.throwIfAborted();
    const look = await withToken((token) => yoto.transcode(token, uploadId)).catch((trouble: unknown) => {
      // Yoto goes on working while it does not answer; silence counts as standing still.
      if (isPassing(trouble)) return last;
      throw trouble;
    });
    if (look.is === "done") return { ok: true, audio: look.audio };
    if (look.is === "failed") return { ok: false, why: "transcode-failed", phase: look.phase };
    const nowMs = clock.nowMs();
    if (look.percent !== last.percent || look.phase !== last.phase) {
      movedAtMs = nowMs;
      const { is: _, ...progress } = look;
      onProgress({ step: "transcoding", ...progress });
    }
    last = look;
    if (nowMs - movedAtMs >= limits.stalledAfterMs || nowMs - startedAtMs >= limits.endlessAfterMs)
      return { ok: false, why: "stalled", ...(look.percent === undefined ? {} : { percent: look.percent }) };
    await clock.sleep(limits.pollEveryMs, signal);
  }
}

function isPassing(trouble: unknown): boolean {
  return (
    trouble instanceof YotoTrouble && (trouble.kind === "unavailable" || trouble.kind === "rate-limited")
  );
}
