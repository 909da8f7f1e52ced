import { useState } from "preact/hooks";
import type { AudioItem } from "../../../src/http/schema/audio.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { audioFilter, audioList } from "../stores/audio.ts";
import { showFailure, showToast } from "../stores/toasts.ts";
import { Button } from "../ui/button.tsx";
import { counted } from "../ui/words.ts";

/** More at a time the server does not take. */
const mostAtATime = 5000;

type Props = { shown: readonly AudioItem[]; onChoose: (all: readonly AudioItem[]) => void };

/** Chooses all that match, also those that are not on the screen yet. */
export function ChooseAll({ shown, onChoose }: Props) {
  const [count, setCount] = useState(0);
  const { busy, submit } = useSubmit(async () => {
    try {
      setCount(shown.length);
      const filter = audioFilter.value;
      const all = await audioList.readAll(mostAtATime, setCount);
      if (all === undefined || filter !== audioFilter.value) return;
      onChoose(all.slice(0, mostAtATime));
      if (all.length >= mostAtATime)
        showToast({
          tone: "good",
          text: `${counted(mostAtATime, "recording")} at a time: do the others after these.`,
        });
    } catch (thrown) {
      showFailure(thrown);
    }
  });
  if (!audioList.hasMore.value)
    return (
      <Button look="quiet" onClick={() => onChoose(shown)}>
        All {shown.length}
      </Button>
    );
  return (
    <Button look="quiet" busy={busy} onClick={() => submit()}>
      {busy ? `All, ${count} so far` : "All there are"}
    </Button>
  );
}
