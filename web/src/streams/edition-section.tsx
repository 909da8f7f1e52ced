import { useMemo } from "preact/hooks";
import { useSubmit } from "../pages/use-submit.ts";
import { listening, toggleListening } from "../stores/listening.ts";
import { readEdition, speakEdition } from "../stores/mailbox.ts";
import { createResource } from "../stores/resource.ts";
import { showToast } from "../stores/toasts.ts";
import { useLive } from "../stores/use-live.ts";
import { Banner, FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

/** What was spoken last, and a way to have it spoken now. */
export function EditionSection({ streamId }: { streamId: string }) {
  const resource = useMemo(() => createResource(() => readEdition(streamId)), [streamId]);
  useLive(resource, "streams");
  const { busy, failure, submit } = useSubmit(async () => {
    await speakEdition(streamId);
    showToast({ tone: "good", text: "It is being spoken" });
  });
  const edition = resource.value.value;
  const refused = resource.failure.value ?? failure;
  const plays = listening.value?.id === edition?.audioId && listening.value?.playing;
  return (
    <section class="panel stack-close" aria-labelledby="edition-title">
      <h2 id="edition-title">The words of the day</h2>
      {refused && <FailureBanner failure={refused} />}
      {edition === undefined && !refused && <Skeleton kind="row" count={1} label="Asking for the words" />}
      {edition && edition.text === undefined && <p class="soft">Nothing is spoken yet; it takes a moment.</p>}
      {edition?.text !== undefined && (
        <>
          <p class="small soft">For {edition.date}</p>
          <blockquote class="edition">{edition.text}</blockquote>
        </>
      )}
      {edition?.trouble !== undefined && (
        <Banner tone="warn">
          <p>{edition.trouble} The rest was spoken without it.</p>
        </Banner>
      )}
      <div class="row">
        {edition?.playUrl !== undefined && edition.audioId !== undefined && (
          <Button
            icon={plays ? "pause" : "play"}
            onClick={() => toggleListening(edition.audioId ?? "", edition.playUrl ?? "")}
          >
            {plays ? "Pause" : "Hear it"}
          </Button>
        )}
        <Button busy={busy} onClick={submit}>
          Speak it anew
        </Button>
      </div>
    </section>
  );
}
