import { createElevenLabsTranscriber } from "../adapters/speech/elevenlabs-transcriber.ts";
import type { Transcriber } from "../ports/transcriber.ts";
import { BadEnvironment, type Env } from "./env.ts";

/** Who listens in this installation, if anybody is set up to. `onAws` is Amazon Transcribe, where the recordings are in S3. */
export async function transcriberOf(
  env: Env,
  onAws?: () => Promise<Transcriber>,
): Promise<Transcriber | undefined> {
  switch (env.TRANSCRIBER) {
    case undefined:
      return undefined;
    case "elevenlabs":
      if (env.ELEVENLABS_API_KEY === undefined)
        throw new BadEnvironment("TRANSCRIBER=elevenlabs needs ELEVENLABS_API_KEY; set it and start again");
      return createElevenLabsTranscriber({ key: env.ELEVENLABS_API_KEY, url: env.ELEVENLABS_URL });
    case "aws":
      if (onAws === undefined)
        throw new BadEnvironment(
          "TRANSCRIBER=aws works only on AWS, where the recordings are; set elevenlabs",
        );
      return onAws();
  }
}
