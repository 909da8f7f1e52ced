import { createElevenLabsSpeech } from "../adapters/speech/elevenlabs.ts";
import { createOpenAiSpeech } from "../adapters/speech/openai.ts";
import { type NamedEngine, severalEngines } from "../adapters/speech/several-engines.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Speech } from "../ports/speech.ts";
import type { Env } from "./env.ts";

/** The voices of this installation: those it has anyway, and those of services whose keys are in the environment. */
export function speechOf(env: Env, own: Speech, deps: { readonly clock: Clock; readonly log: Log }): Speech {
  const engines: NamedEngine[] = [{ speech: own }];
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
