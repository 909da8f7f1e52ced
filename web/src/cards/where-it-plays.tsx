import type { Card, CardState } from "../../../src/http/schema/card.ts";
import type { Job } from "../../../src/http/schema/job.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { bakeCard, splitChapter, steerJob, streamCard } from "../stores/card-work.ts";
import type { Resource } from "../stores/resource.ts";
import { showToast } from "../stores/toasts.ts";
import { Banner, FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { counted } from "../ui/words.ts";
import "../library/upload-list.css";
import "./where-it-plays.css";

type Props = { card: Card; state: Resource<CardState>; job: Job | undefined };

const places = {
  "this-server": {
    icon: "player",
    name: "On this server",
    words: "Players fetch it from here each time. Away from home they need to reach this server.",
  },
  yoto: {
    icon: "check",
    name: "On Yoto",
    words: "Yoto keeps it, and players keep a copy. It plays on a trip, and without this server.",
  },
  both: {
    icon: "link",
    name: "Some here, some on Yoto",
    words: "Chapters from this server need it; the others play anywhere.",
  },
} as const;

/** Where the card's sound is, and the way to Yoto and back: for a trip. */
export function WhereItPlays({ card, state, job }: Props) {
  const now = state.value.value;
  const streams = card.chapters.some(({ plays }) => plays.from === "stream");
  const copied = now?.chapters.every(({ keptAt }) => keptAt !== "here") === true;
  const stale = now?.chapters.filter((each) => each.stale && each.playsFrom === "yoto").length ?? 0;
  const place = places[card.playsFrom];
  const both = card.playsFrom === "yoto" && streams;
  const running = job?.state === "waiting" || job?.state === "running";
  const bake = useSubmit(async () => {
    await bakeCard(card.id);
    await state.load();
  });
  const stream = useSubmit(async () => {
    await streamCard(card.id);
    await state.load();
    showToast({ tone: "good", text: `“${card.title}” plays from this server again` });
  });
  return (
    <section class="panel stack-close" aria-labelledby="where-title">
      <h2 id="where-title">Where it plays from</h2>
      <div class="where">
        <span class="where-picture">
          <Icon name={place.icon} />
        </span>
        <div>
          <p class="where-name">{both ? "On Yoto, and on this server" : place.name}</p>
          <p class="small soft">{place.words}</p>
        </div>
      </div>
      {copied && card.playsFrom === "this-server" && (
        <p class="small soft">A copy is at Yoto already: switching takes a moment.</p>
      )}
      {stale > 0 && !running && (
        <Banner tone="warn" actions={<Button onClick={bake.submit}>Bring it up to date</Button>}>
          <p>{counted(stale, "chapter")} would play something else here by now.</p>
        </Banner>
      )}
      {now?.problems.map((problem) => (
        <FitProblem key={problem.message} cardId={card.id} problem={problem} />
      ))}
      {running && job && <BakeProgress job={job} />}
      {job?.state === "failed" && card.playsFrom !== "yoto" && (
        <Banner
          tone="bad"
          actions={<Button onClick={() => void steerJob(job.id, "retry").then(state.load)}>Try again</Button>}
        >
          <p>{job.note ?? "It could not be brought to Yoto."}</p>
        </Banner>
      )}
      {(bake.failure ?? stream.failure) && <FailureBanner failure={bake.failure ?? stream.failure} />}
      {!running && streams && (
        <div>
          {card.playsFrom === "yoto" ? (
            <Button icon="undo" busy={stream.busy} onClick={stream.submit}>
              Stream it from here again
            </Button>
          ) : (
            <Button
              icon="upload"
              busy={bake.busy}
              disabled={(now?.problems.length ?? 0) > 0}
              onClick={bake.submit}
            >
              Bring it to Yoto for a trip
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function BakeProgress({ job }: { job: Job }) {
  return (
    <div class="stack-close" role="status">
      <progress class="upload-bar" value={job.progress} max={1} aria-label="On its way to Yoto" />
      <div class="where-progress">
        <p class="small soft">{job.note ?? "It begins in a moment …"}</p>
        <Button look="quiet" onClick={() => void steerJob(job.id, "cancel")}>
          Stop
        </Button>
      </div>
    </div>
  );
}

function FitProblem({ cardId, problem }: { cardId: string; problem: CardState["problems"][number] }) {
  const { chapterKey, splitInto, message } = problem;
  const split = useSubmit(async () => {
    if (chapterKey === undefined) return;
    await splitChapter(cardId, chapterKey);
    showToast({ tone: "good", text: "Split at a quiet place; write it to the card when you like it" });
  });
  return (
    <Banner
      tone="warn"
      actions={
        splitInto !== undefined && (
          <Button busy={split.busy} onClick={split.submit}>
            Split it in {splitInto}
          </Button>
        )
      }
    >
      <p>{message}</p>
      {split.failure && <FailureBanner failure={split.failure} />}
    </Banner>
  );
}
