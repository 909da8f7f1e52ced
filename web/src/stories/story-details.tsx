import { Field } from "../ui/field.tsx";
import { Switch } from "../ui/switch.tsx";
import { StoryVoice } from "./story-voice.tsx";
import type { WrittenStory } from "./use-story.ts";

/** What the story is called, who reads it, and how it asks. */
export function StoryDetails({ story }: { story: WrittenStory }) {
  const { title, author = "", description = "", asksAgain } = story.face;
  return (
    <section class="panel stack" aria-labelledby="story-details-title">
      <h2 id="story-details-title">The whole story</h2>
      <Field
        label="Title"
        value={title}
        maxLength={100}
        wrong={title.trim() === "" ? "A story needs a title." : undefined}
        onInput={(value) => story.change(() => ({ title: value }), "title")}
      />
      <StoryVoice story={story} />
      <Switch
        label="Ask until a button is pressed"
        hint="After a passage with choices, the question is heard again and again."
        on={asksAgain}
        onChange={(on) => story.change(() => ({ asksAgain: on }))}
      />
      <Field
        label="By"
        value={author}
        optional
        maxLength={100}
        onInput={(value) => story.change(() => ({ author: value }), "author")}
      />
      <Field
        label="What it is about"
        value={description}
        optional
        lines={2}
        maxLength={1000}
        onInput={(value) => story.change(() => ({ description: value }), "description")}
      />
    </section>
  );
}
