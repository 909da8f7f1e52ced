import type { YotoCardId } from "../domain/ids.ts";
import type { YotoCardJson } from "./yoto-content.ts";

/** Yoto speaking a card's texts. */
export type SpeechJob = {
  readonly jobId: string;
  readonly is: "queued" | "processing" | "completed" | "failed";
  /** As Yoto tells it, such as `1/2 (50%)`. */
  readonly progress?: string;
  readonly yotoCardId?: YotoCardId;
  readonly error?: string;
};

/**
 * Yoto's experiments. Every method may throw `YotoTrouble`.
 * @see https://github.com/yotoplay/examples
 */
export type YotoLabs = {
  /**
   * `POST /content/job`, or `/content/{cardId}/job` for a card that exists, scope `user:content:manage`: tracks have the type
   * `elevenlabs` and their text as `trackUrl`. Not repeated once it may have arrived (`answerLost`).
   */
  startSpeechJob(
    accessToken: string,
    card: YotoCardJson,
    options?: { readonly voiceId?: string; readonly yotoCardId?: YotoCardId },
  ): Promise<SpeechJob>;
  /** `GET /content/job/{jobId}`. `undefined`: no such job. */
  speechJob(accessToken: string, jobId: string): Promise<SpeechJob | undefined>;
};
