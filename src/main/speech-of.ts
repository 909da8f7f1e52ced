import { createElevenLabsSpeech } from "../adapters/speech/elevenlabs.ts";
import { createOpenAiSpeech } from "../adapters/speech/openai.ts";
import { type NamedEngine, severalEngines } from "../adapters/speech/several-engines.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Speech } from "../ports/speech.ts";
import type { Env } from "./env.ts";

/** The voices of this installation: those it has anyway, Yoto's for a linked family, and those of services whose keys are set. */
export function speechOf(
  env: Env,
  own: Speech,
  deps: { readonly clock: Clock; readonly log: Log; readonly yoto?: Speech },
): Speech {
  const engines: NamedEngine[] = [{ speech: own }];
  if (deps.yoto !== undefined) engines.push({ prefix: "yoto", speech: deps.yoto });
  if (env.ELEVENLABS_API_KEY !== undefined)
    engines.push({
      prefix: "elevenlabs",
      speech: createElevenLabsSpeech({
        key: env.ELEVENLABS_API_KEY,
        url: env.ELEVENLABS_URL,
        nowMs: deps.clock.nowMs,
      }),
    });
  if (env.OPENAI_API_KEY !== undefined)
    engines.push({
      prefix: "openai",
      speech: createOpenAiSpeech({
        key: env.OPENAI_API_KEY,
        url: env.OPENAI_URL,
        ...(env.OPENAI_SPEECH_MODEL !== undefined && { model: env.OPENAI_SPEECH_MODEL }),
        ...(env.OPENAI_SPEECH_VOICES !== undefined && { voices: env.OPENAI_SPEECH_VOICES }),
      }),
    });
  return engines.length === 1 ? own : severalEngines(engines, deps.log);
}
