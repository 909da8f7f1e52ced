import type { Log } from "../../ports/log.ts";
import type { Speech, Voice } from "../../ports/speech.ts";
import { Unavailable } from "../../ports/unavailable.ts";

/** An engine and what the ids of its voices begin with; without a prefix they are as they are. */
export type NamedEngine = { readonly prefix?: string; readonly speech: Speech };

/**
 * Several engines as one: the first one's voices come first. An engine that does not tell its voices is left out for the
 * moment, so that the others go on speaking.
 */
export function severalEngines(engines: readonly NamedEngine[], log: Log): Speech {
  const idOf = ({ prefix }: NamedEngine, id: string) => (prefix === undefined ? id : `${prefix}:${id}`);

  async function voicesOf(engine: NamedEngine): Promise<readonly Voice[]> {
    try {
      return (await engine.speech.voices()).map((voice) => ({ ...voice, id: idOf(engine, voice.id) }));
    } catch (error) {
      log.warn("voices-not-told", { engine: engine.prefix ?? "first", error });
      return [];
    }
  }

  return {
    voices: async () => (await Promise.all(engines.map(voicesOf))).flat(),
    async synthesize(request) {
      const { voiceId } = request;
      const [prefix = "", ...rest] = voiceId.split(":");
      const named = engines.find((engine) => engine.prefix !== undefined && engine.prefix === prefix);
      if (named) return named.speech.synthesize({ ...request, voiceId: rest.join(":") });
      for (const engine of engines) if (engine.prefix === undefined) return engine.speech.synthesize(request);
      throw new Unavailable(`There is no voice "${voiceId}"; choose another one`);
    },
  };
}
