import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { AudioItem } from "../../../src/http/schema/audio.ts";
import type { NewAudioEdit } from "../../../src/http/schema/editing.ts";
import type { Job } from "../../../src/http/schema/job.ts";
import { request } from "../api/request.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { audioList } from "../stores/audio.ts";
import { showToast } from "../stores/toasts.ts";
import { followUpload } from "../stores/uploads.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { ChoiceField } from "../ui/choice-field.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Field } from "../ui/field.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { spokenTime } from "../ui/words.ts";
import { type CutDraft, CutEditor } from "./cut-editor.tsx";
import { SplitSection } from "./split-section.tsx";

const betweens = [
  { value: "gap 0", name: "Straight on" },
  { value: "gap 0.5", name: "Half a second of silence" },
  { value: "gap 1", name: "A second of silence" },
  { value: "gap 3", name: "Three seconds of silence" },
  { value: "blend 2", name: "Blend over two seconds" },
  { value: "blend 5", name: "Blend over five seconds" },
] as const;

/** New recordings from stretches of others, which stay as they are. */
export function EditPart() {
  const { query, route } = useLocation();
  const [cuts, setCuts] = useState<readonly CutDraft[]>();
  const [title, setTitle] = useState("");
  const [between, setBetween] = useState("gap 1");
  audioList.need();
  const known = audioList.items.value;
  const asked = query["of"];
  useEffect(() => {
    const ids = asked?.split(",").filter(Boolean) ?? [];
    Promise.all(ids.map((id) => request<AudioItem>("GET", `/api/audio/${encodeURIComponent(id)}`))).then(
      (items) => {
        setCuts(items.map(wholeOf));
        setTitle(items[0]?.title ?? "");
      },
      () => setCuts([]),
    );
  }, [asked]);

  const making = useSubmit(async () => {
    const seconds = Number(between.split(" ")[1]);
    const body: NewAudioEdit = {
      title: title.trim(),
      cuts: (cuts ?? []).map(({ key: _, item, ...cut }) => ({ ...cut, audioId: item.id })),
      gapSeconds: between.startsWith("gap") ? seconds : 0,
      crossFadeSeconds: between.startsWith("blend") ? seconds : 0,
      treatment: "auto",
    };
    followUpload(await request<Job>("POST", "/api/audio/edit", { body }));
    showToast({ tone: "good", text: `“${body.title}” is being made` });
    route("/library");
  });

  if (cuts === undefined) return <Skeleton kind="row" count={3} label="Asking for the recordings" />;
  const add = (id: string) => {
    const item = known?.find((each) => each.id === id);
    if (item === undefined) return;
    setCuts([...cuts, wholeOf(item)]);
    if (title === "") setTitle(item.title);
  };
  const choosing = (
    <ChoiceField
      label={cuts.length === 0 ? "Begin with" : "Add a recording"}
      value=""
      choices={[
        { value: "", name: "Choose a recording …" },
        ...(known ?? []).map(({ id, title: name }) => ({ value: id, name })),
      ]}
      onChange={add}
    />
  );
  if (cuts.length === 0)
    return known?.length === 0 ? (
      <EmptyState icon="audio" title="There is nothing to cut yet">
        Upload a recording first, or record one.
      </EmptyState>
    ) : (
      choosing
    );
  const replace = (place: number, ...by: readonly CutDraft[]) =>
    setCuts([...cuts.slice(0, place), ...by, ...cuts.slice(place + 1)]);
  const swap = (place: number) => {
    const [one, other] = [cuts[place], cuts[place + 1]];
    if (one !== undefined && other !== undefined)
      setCuts([...cuts.slice(0, place), other, one, ...cuts.slice(place + 2)]);
  };
  const [only] = cuts;
  const long = cuts.reduce((sum, cut) => sum + cut.toSeconds - cut.fromSeconds, 0);
  return (
    <div class="stack">
      <form class="stack" onSubmit={making.submit}>
        <ol class="cut-list">
          {cuts.map((cut, place) => (
            <CutEditor
              key={cut.key}
              cut={cut}
              onChange={(changed) => replace(place, changed)}
              onRemove={() => replace(place)}
              onUp={place > 0 ? () => swap(place - 1) : undefined}
              onDown={place < cuts.length - 1 ? () => swap(place) : undefined}
            />
          ))}
        </ol>
        {choosing}
        {cuts.length > 1 && (
          <ChoiceField
            label="From one to the next"
            value={between}
            choices={betweens}
            onChange={setBetween}
          />
        )}
        <Field
          label="Title of the new recording"
          value={title}
          maxLength={200}
          hint={`${spokenTime(long)}. The recordings it is made of stay as they are.`}
          onInput={setTitle}
        />
        {making.failure && <FailureBanner failure={making.failure} />}
        <div class="sheet-actions">
          <Button type="submit" look="main" icon="check" busy={making.busy} disabled={title.trim() === ""}>
            Make it
          </Button>
        </div>
      </form>
      {cuts.length === 1 && only !== undefined && <SplitSection item={only.item} />}
    </div>
  );
}

let drafts = 0;

function wholeOf(item: AudioItem): CutDraft {
  return {
    key: ++drafts,
    item,
    fromSeconds: 0,
    toSeconds: item.seconds,
    gainDb: 0,
    fadeInSeconds: 0,
    fadeOutSeconds: 0,
  };
}
