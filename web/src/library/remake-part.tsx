import { useState } from "preact/hooks";
import type { AudioItem } from "../../../src/http/schema/audio.ts";
import type { AudioRemake } from "../../../src/http/schema/editing.ts";
import type { Job } from "../../../src/http/schema/job.ts";
import { request } from "../api/request.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { showToast } from "../stores/toasts.ts";
import { followUpload } from "../stores/uploads.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { ChoiceField } from "../ui/choice-field.tsx";
import { sizeWords } from "../ui/words.ts";

const kinds = [
  { value: "auto", name: "As its sound suggests" },
  { value: "speech", name: "One voice: mono, 64 kbit/s" },
  { value: "music", name: "Music: stereo, 128 kbit/s" },
  { value: "keep", name: "As it came" },
] as const;
const louds = [
  { value: "-16", name: "As usual" },
  { value: "-20", name: "Quieter, for the night" },
  { value: "-13", name: "Louder, for the car" },
] as const;

/** The file as it came, where it was kept, and making the recording once more, at another quality or loudness. */
export function RemakePart({ item, onClose }: { item: AudioItem; onClose: () => void }) {
  const [treatment, setTreatment] = useState<string>("auto");
  const [lufs, setLufs] = useState<string>("-16");
  const remaking = useSubmit(async () => {
    const kind = kinds.find(({ value }) => value === treatment)?.value ?? "auto";
    const body: AudioRemake = { treatment: kind, targetLufs: Number(lufs) };
    followUpload(await request<Job>("POST", `/api/audio/${encodeURIComponent(item.id)}/remake`, { body }));
    showToast({ tone: "good", text: `“${item.title}” is made once more; the old one stays` });
    onClose();
  });
  const { original } = item;
  return (
    <details>
      <summary>{original ? `The original: ${sizeWords(original.bytes)}` : "Make it once more"}</summary>
      <div class="stack">
        {remaking.failure && <FailureBanner failure={remaking.failure} />}
        {original && (
          <a class="button button-plain" href={original.url} download={item.originalName}>
            Download the original
          </a>
        )}
        <ChoiceField label="Quality" value={treatment} choices={kinds} onChange={setTreatment} />
        {treatment !== "keep" && (
          <ChoiceField label="Loudness" value={lufs} choices={louds} onChange={setLufs} />
        )}
        <p class="small soft">
          {original
            ? "It is made of the original."
            : "The original was not kept, so it is made of the recording."}{" "}
          A new recording comes of it.
        </p>
        <Button busy={remaking.busy} onClick={() => remaking.submit()}>
          Make it once more
        </Button>
      </div>
    </details>
  );
}
