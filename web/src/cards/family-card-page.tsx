import { useMemo, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import type { FamilyCardDetail, FamilyCardEdit } from "../../../src/http/schema/family-card.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { PageTitle } from "../shell/page-title.tsx";
import {
  duplicateFamilyCard,
  editFamilyCard,
  previewFamilyCard,
  readFamilyCard,
} from "../stores/family-cards.ts";
import { createResource } from "../stores/resource.ts";
import { showToast } from "../stores/toasts.ts";
import { useLive } from "../stores/use-live.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button, LinkButton } from "../ui/button.tsx";
import { Cover } from "../ui/cover.tsx";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { clockOf, counted } from "../ui/words.ts";
import { type CardDetails, CardDetailsSheet } from "./card-details-sheet.tsx";
import { ChangesSheet } from "./changes-sheet.tsx";
import { ChaptersEditor } from "./chapters-editor.tsx";
import "./card-page.css";

const gone = {
  icon: "card",
  title: "There is no such card",
  href: "/cards/family",
  goOn: "To the cards at Yoto",
} as const;

/** A card that another app made: edited here without losing what that app wrote. */
export function FamilyCardPage() {
  const id = useRoute().params["id"] ?? "";
  const resource = useMemo(() => createResource(() => readFamilyCard(id)), [id]);
  useLive(resource, "cards");
  const card = resource.value.value;
  return (
    <>
      <PageTitle back={{ path: "/cards/family", name: "At Yoto" }} title={card?.title ?? "Card"} />
      <ReadFailure failure={resource.failure.value} again={resource.load} gone={gone} />
      {card === undefined && !resource.failure.value && (
        <Skeleton kind="card" count={1} label="Asking Yoto for the card" />
      )}
      {card && <Detail card={card} reload={resource.load} />}
    </>
  );
}

function Detail({ card, reload }: { card: FamilyCardDetail; reload: () => Promise<void> }) {
  const { route } = useLocation();
  const [open, setOpen] = useState<"details" | "chapters">();
  const [edit, setEdit] = useState<FamilyCardEdit>();
  const copy = useSubmit(async () => {
    const { yotoCardId } = await duplicateFamilyCard(card.yotoCardId);
    showToast({ tone: "good", text: "This is the copy" });
    route(`/cards/family/${yotoCardId}`);
  });
  return (
    <div class="card-page">
      <div class="card-face">
        <div class="card-page-cover">
          <Cover title={card.title} url={card.coverUrl} />
        </div>
        <div class="stack-close">
          {card.author && <p>By {card.author}</p>}
          {card.description && <p>{card.description}</p>}
          <p class="small soft">
            {counted(card.chapters.length, "chapter")} · made elsewhere · Yoto card {card.yotoCardId}
          </p>
        </div>
        <div class="card-more">
          <Button icon="pencil" aria-haspopup="dialog" onClick={() => setOpen("details")}>
            Details…
          </Button>
          <Button icon="copy" busy={copy.busy} onClick={copy.submit}>
            Copy it
          </Button>
          <LinkButton icon="undo" href={`/cards/family/${card.yotoCardId}/versions`}>
            Earlier versions
          </LinkButton>
        </div>
        {copy.failure && <FailureBanner failure={copy.failure} />}
      </div>
      <div class="stack">
        {open === "chapters" ? (
          <ChaptersEditor
            canAdd={false}
            chapters={card.chapters.map(({ place, title }) => ({
              id: String(place),
              title,
              wish: { place },
            }))}
            save={async (chapters) =>
              setEdit({
                chapters: chapters.map(({ id, title }) => {
                  const was = card.chapters[Number(id)];
                  return { place: Number(id), ...(was?.title === title ? {} : { title }) };
                }),
              })
            }
            onClose={() => setOpen(undefined)}
          />
        ) : (
          <section class="stack-close" aria-labelledby="chapters-title">
            <div class="section-head">
              <h2 id="chapters-title">Chapters</h2>
              {!card.interactive && (
                <Button icon="pencil" onClick={() => setOpen("chapters")}>
                  Edit
                </Button>
              )}
            </div>
            <ol class="panel chapters lines">
              {card.chapters.map((chapter) => (
                <li key={chapter.place} class="chapter">
                  <span class="soft numbers">{chapter.place + 1}</span>
                  <p>{chapter.title}</p>
                  <span class="small soft numbers">
                    {chapter.seconds > 0 ? clockOf(chapter.seconds) : ""}
                  </span>
                </li>
              ))}
            </ol>
          </section>
        )}
      </div>
      {open === "details" && (
        <CardDetailsSheet
          details={detailsOf(card)}
          streams={false}
          doIt="What would change …"
          save={async (changed) => setEdit(changed)}
          onClose={() => setOpen(undefined)}
        />
      )}
      {edit && (
        <ChangesSheet
          title="What changes on the card"
          doIt="Write to the card"
          look={() => previewFamilyCard(card.yotoCardId, edit)}
          write={async () => {
            const shown = card.updatedAt;
            await editFamilyCard(card.yotoCardId, { ...edit, ...(shown === undefined ? {} : { shown }) });
            await reload();
            showToast({ tone: "good", text: "Written; as it was before is under “Earlier versions”" });
          }}
          onClose={() => setEdit(undefined)}
        >
          <p class="small soft">Nothing else of the card changes.</p>
        </ChangesSheet>
      )}
    </div>
  );
}

const advances = ["next", "repeat", "none"] as const;
const categories = ["none", "stories", "music", "radio", "podcast", "sfx", "activities", "alarms"] as const;

function detailsOf(card: FamilyCardDetail): CardDetails {
  const { title, description, author, resume, shuffle, onlineOnly } = card;
  return {
    title,
    description,
    author,
    resume,
    shuffle,
    onlineOnly,
    category: categories.find((each) => each === card.category) ?? "none",
    advance: advances.find((each) => each === card.advance) ?? "next",
  };
}
