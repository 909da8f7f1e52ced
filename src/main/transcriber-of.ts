import { createElevenLabsTranscriber } from "../adapters/speech/elevenlabs-transcriber.ts";
import type { Transcriber } from "../ports/transcriber.ts";
import { BadEnvironment, type Env } from "./env.ts";

/** Who listens in this installation, if anybody is set up to; each kind of installation brings those that only it can have. */
export async function transcriberOf(
  env: Env,
  more: {
    /** Amazon Transcribe, where the recordings are in S3. */
    readonly onAws?: () => Promise<Transcriber>;
    /** A model in a folder of this machine. */
    readonly atHome?: (folder: string) => Promise<Transcriber>;
  } = {},
): Promise<Transcriber | undefined> {
  switch (env.TRANSCRIBER) {
    case undefined:
      return undefined;
    case "elevenlabs":
      if (env.ELEVENLABS_API_KEY === undefined)
        throw new BadEnvironment("TRANSCRIBER=elevenlabs needs ELEVENLABS_API_KEY; set it and start again");
      return createElevenLabsTranscriber({ key: env.ELEVENLABS_API_KEY, url: env.ELEVENLABS_URL });
    case "aws":
      if (more.onAws === undefined)
        throw new BadEnvironment(
          "TRANSCRIBER=aws works only on AWS, where the recordings are; set elevenlabs or sherpa-onnx",
        );
      return more.onAws();
    case "sherpa-onnx":
      if (more.atHome === undefined)
        throw new BadEnvironment("TRANSCRIBER=sherpa-onnx works only at home; set aws or elevenlabs");
      if (env.SHERPA_ONNX_MODEL === undefined)
        throw new BadEnvironment(
          "TRANSCRIBER=sherpa-onnx needs SHERPA_ONNX_MODEL, the folder of a model (docs/making.md); set it and start again",
        );
      return more.atHome(env.SHERPA_ONNX_MODEL);
  }
}
