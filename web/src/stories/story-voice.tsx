import { useEffect, useState } from "preact/hooks";
import type { Speakers } from "../../../src/http/schema/speech.ts";
import { request } from "../api/request.ts";
import { NoVoices, useVoices, usualVoice, VoiceFields } from "../making/voices.tsx";
import type { StoryFace } from "../stores/stories.ts";
import type { WrittenStory } from "./use-story.ts";

const speakersAfterMs = 800;

/** Who reads the story, and each who speaks in it. */
export function StoryVoice({ story }: { story: WrittenStory }) {
  const { voices, trouble } = useVoices();
  const names = useSpeakers(story.face);
  if (voices === undefined) return <NoVoices trouble={trouble} />;
  const { voiceId = usualVoice(voices), speakers = {}, rate = 1 } = story.face.voice ?? {};
  return (
    <VoiceFields
      voices={voices}
      names={names}
      manner={{ voiceId, speakers, rate }}
      onChange={(voice) => story.change(() => ({ voice }))}
    />
  );
}

/** Who seems to speak in any of the passages, once the hand rests. */
function useSpeakers({ passages, voice }: StoryFace): readonly string[] {
  const [found, setFound] = useState<readonly string[]>([]);
  const text = passages.map((each) => each.text).join("\n\n");
  useEffect(() => {
    if (!text.includes(":")) return setFound([]);
    const gone = new AbortController();
    const later = setTimeout(() => {
      request<Speakers>("POST", "/api/audio/speak/speakers", { body: { text }, signal: gone.signal }).then(
        ({ speakers }) => setFound(speakers),
        // Who speaks is a help; without it the text is read by one voice.
        () => undefined,
      );
    }, speakersAfterMs);
    return () => {
      clearTimeout(later);
      gone.abort();
    };
  }, [text]);
  return [...new Set([...found, ...Object.keys(voice?.speakers ?? {})])];
}
