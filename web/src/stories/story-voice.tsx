import { NoVoices, useVoices, usualVoice, VoiceFields } from "../making/voices.tsx";
import type { WrittenStory } from "./use-story.ts";

/** Who reads the story, and each who speaks in it. */
export function StoryVoice({ story }: { story: WrittenStory }) {
  const { voices, trouble } = useVoices();
  if (voices === undefined) return <NoVoices trouble={trouble} />;
  const { voiceId = usualVoice(voices), speakers, rate } = story.face.voice;
  return (
    <VoiceFields
      voices={voices}
      names={[...new Set([...story.saved.speakers, ...Object.keys(speakers)])]}
      manner={{ voiceId, speakers, rate }}
      onChange={(voice) => story.change(() => ({ voice: { ...voice, speakers: { ...voice.speakers } } }))}
    />
  );
}
