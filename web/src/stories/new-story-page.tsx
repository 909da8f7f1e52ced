import { useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { useSubmit } from "../pages/use-submit.ts";
import { PageTitle } from "../shell/page-title.tsx";
import { importStory, lostOnImport, makeStory } from "../stores/stories.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { type Kind, Kinds } from "../ui/kinds.tsx";

/** A new story: from one that is there to be changed, from nothing, or from a file of Twine's. */
export function NewStoryPage() {
  const { route } = useLocation();
  const [isBlank, setBlank] = useState(false);
  const [title, setTitle] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const open = (id: string) => route(`/stories/${encodeURIComponent(id)}`);
  const example = useSubmit(async () => open((await makeStory({ example: true })).id));
  const blank = useSubmit(async () => open((await makeStory({ title: title.trim() })).id));
  const bringing = useSubmit(async () => {
    const file = input.current?.files?.[0];
    if (file === undefined) return;
    if (input.current) input.current.value = ""; // the same file may be chosen again once it is mended
    const { story, lost } = await importStory(file);
    lostOnImport.value = { id: story.id, lost };
    open(story.id);
  });
  const kinds: readonly Kind[] = [
    {
      icon: "try",
      name: "A small example",
      words: "A few passages to play with and to change.",
      onChoose: () => example.submit(),
    },
    {
      icon: "pencil",
      name: "A blank page",
      words: "You write the first passage, and go on from there.",
      onChoose: () => setBlank(true),
    },
    {
      icon: "upload",
      name: "A file from Twine",
      words: "Twee 3, or what Twine 2 publishes as HTML.",
      onChoose: () => input.current?.click(),
    },
  ];
  return (
    <>
      <PageTitle back={{ path: "/stories", name: "Stories" }} title="New story" />
      <input
        ref={input}
        type="file"
        accept=".twee,.tw,.txt,.html,.htm,text/html,text/plain"
        hidden
        aria-label="A story from Twine"
        onChange={() => bringing.submit()}
      />
      {isBlank ? (
        <Form class="panel stack narrow-page" failure={blank.failure} onSubmit={blank.submit}>
          <Field
            label="What is it called?"
            field="title"
            value={title}
            maxLength={100}
            autofocus
            onInput={setTitle}
          />
          {blank.failure && <FailureBanner failure={blank.failure} />}
          <div class="sheet-actions">
            <Button onClick={() => setBlank(false)}>Back</Button>
            <Button type="submit" look="main" busy={blank.busy} disabled={title.trim() === ""}>
              Begin
            </Button>
          </div>
        </Form>
      ) : (
        <section class="stack" aria-labelledby="begin-title">
          <h2 id="begin-title">Begin with …</h2>
          <Kinds raised kinds={kinds} />
          <p class="small soft" role="status">
            {bringing.busy ? "Reading the story …" : ""}
          </p>
          {(example.failure ?? bringing.failure) && (
            <FailureBanner failure={example.failure ?? bringing.failure} />
          )}
        </section>
      )}
    </>
  );
}
