import { createHash } from "node:crypto";
import type { Cloud } from "../cloud.ts";
import { hex } from "../store/accounts.ts";
import { audioFacts } from "./audio-facts.ts";

/** An upload on its way from the address it was given to the artifact it becomes. */
export type Upload = {
  readonly uploadId: string;
  readonly userId: string;
  readonly filename: string;
  /** Hex; as announced, or found when the bytes came. */
  sha256: string | undefined;
  work: Work;
};

type Work =
  | { readonly state: "waiting" }
  | { readonly state: "working"; readonly sinceMs: number; readonly forMs: number; readonly stalls: boolean }
  | { readonly state: "failed"; readonly phase: string }
  | { readonly state: "done"; readonly artifact: Artifact };

/** What came out: the address by hash, and what is told of it. */
export type Artifact = {
  readonly hash: string;
  readonly sourceSha256: string;
  readonly atMs: number;
  readonly info: Readonly<Record<string, unknown>>;
};

/** Takes uploads and pretends to turn them into Ogg Opus: progress, phases and facts are real, the bytes stay. */
export type Transcoder = {
  /** `known`: the file was transcoded before, nothing needs to be sent. */
  begin(of: { userId: string; sha256?: string; filename?: string }): {
    readonly upload: Upload;
    readonly known: boolean;
  };
  get(uploadId: string): Upload | undefined;
  receive(upload: Upload, bytes: Buffer<ArrayBuffer>): void;
  /** Where it stands now, as the poll answers it. */
  progress(upload: Upload): { readonly phase: string; readonly percent: number };
};

type Deps = Pick<Cloud, "clock" | "chance" | "faults" | "media" | "switches">;

/** The bit rate of Yoto's own artifacts; only told, never made. */
const bitrate = 95_000;

export function createTranscoder({ clock, chance, faults, media, switches }: Deps): Transcoder {
  const uploads = new Map<string, Upload>();
  const artifacts = new Map<string, Artifact>();

  const finish = (upload: Upload, sha256: string, bytes: Buffer<ArrayBuffer>) => {
    const facts = audioFacts(bytes);
    if (facts === undefined) {
      upload.work = { state: "failed", phase: "failed" };
      return;
    }
    const hash = media.put({ bytes, contentType: "audio/ogg", seconds: facts.seconds });
    const artifact: Artifact = {
      hash,
      sourceSha256: sha256,
      atMs: clock.nowMs(),
      info: {
        duration: Math.round(facts.seconds),
        codec: "opus",
        format: "opus",
        sampleRate: 48_000,
        channels: "stereo",
        bitrate,
        inputFormat: facts.inputFormat,
        fileSize: bytes.length,
        metadata: { title: upload.filename.replace(/\.[^.]*$/, "") },
      },
    };
    artifacts.set(sha256, artifact);
    upload.work = { state: "done", artifact };
  };

  return {
    begin: ({ userId, sha256, filename = "" }) => {
      const artifact = sha256 === undefined ? undefined : artifacts.get(sha256);
      const upload: Upload = {
        uploadId: hex(chance, 32),
        userId,
        filename,
        sha256,
        work: artifact === undefined ? { state: "waiting" } : { state: "done", artifact },
      };
      uploads.set(upload.uploadId, upload);
      return { upload, known: artifact !== undefined };
    },
    get: (uploadId) => uploads.get(uploadId),
    receive: (upload, bytes) => {
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      if (upload.sha256 !== undefined && upload.sha256 !== sha256) {
        upload.work = { state: "failed", phase: "failed" };
        return;
      }
      upload.sha256 = sha256;
      const fault = faults.takeTranscode();
      if (fault?.do === "fail") {
        upload.work = { state: "failed", phase: fault.phase ?? "failed" };
        return;
      }
      const stalls = fault?.do === "stall";
      const forMs = fault?.do === "slow" ? fault.ms : switches.transcodeSeconds * 1_000;
      upload.work = { state: "working", sinceMs: clock.nowMs(), forMs, stalls };
      if (!stalls) clock.after(forMs, () => finish(upload, sha256, bytes));
    },
    progress: ({ work }) => {
      switch (work.state) {
        case "waiting":
          return { phase: "queued", percent: 0 };
        case "failed":
          return { phase: work.phase, percent: 0 };
        case "done":
          return { phase: "complete", percent: 100 };
        case "working": {
          const part = work.forMs === 0 ? 0.99 : (clock.nowMs() - work.sinceMs) / work.forMs;
          const percent = work.stalls ? 37 : Math.min(99, Math.floor(part * 100));
          return { phase: percent < 10 ? "downloading" : "transcoding", percent };
        }
      }
    },
  };
}
