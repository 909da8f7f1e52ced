import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { AudioItem } from "../../../src/http/schema/audio.ts";
import type { NewAudioSplit } from "../../../src/http/schema/editing.ts";
import type { Job } from "../../../src/http/schema/job.ts";
import { request } from "../api/request.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { followUpload } from "../stores/uploads.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { ChoiceField } from "../ui/choice-field.tsx";

const minutes = [5, 10, 15, 20, 30, 45, 60] as const;

/** One recording into several: at its pauses, its chapters, or by length. */
export function SplitSection({ item }: { item: AudioItem }) {
  const { route } = useLocation();
  const hasChapters = (item.chapters?.length ?? 0) > 1;
  const [how, setHow] = useState(hasChapters ? "chapters" : "silence");
  const choices = [
    ...(hasChapters ? [{ value: "chapters", name: `At its ${item.chapters?.length} chapters` }] : []),
    { value: "silence", name: "At its longer pauses" },
    ...minutes
      .filter((each) => each * 60 < item.seconds)
      .map((each) => ({ value: String(each), name: `In pieces of ${each} minutes, at a pause` })),
  ];
  const splitting = useSubmit(async () => {
    const body: NewAudioSplit =
      how === "chapters" || how === "silence" ? { by: how } : { by: "length", seconds: Number(how) * 60 };
    followUpload(await request<Job>("POST", `/api/audio/${encodeURIComponent(item.id)}/split`, { body }));
    route("/library");
  });
  return (
    <form class="stack split" onSubmit={splitting.submit}>
      <h2>Or cut it into several</h2>
      <ChoiceField label="Where" value={how} choices={choices} onChange={setHow} />
      {splitting.failure && <FailureBanner failure={splitting.failure} />}
      <div class="sheet-actions">
        <Button type="submit" icon="copy" busy={splitting.busy}>
          Cut into pieces
        </Button>
      </div>
    </form>
  );
}
