import { useEffect, useState } from "preact/hooks";
import type { FamilyCard } from "../../../src/http/schema/family-card.ts";
import { SearchField } from "../library/search-field.tsx";
import { PageTitle } from "../shell/page-title.tsx";
import { shelfOf } from "../stores/family-cards.ts";
import { familyName, needYotoAccounts, yotoAccounts } from "../stores/yoto-accounts.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { ChoiceField } from "../ui/choice-field.tsx";
import { Cover } from "../ui/cover.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { counted } from "../ui/words.ts";
import { EditCardsSheet } from "./edit-cards-sheet.tsx";
import { TripSheet } from "./trip-sheet.tsx";
import "../library/library-page.css";
import "./several-cards.css";

/** Chooses cards of a family, made here or elsewhere, to change them all at once. */
export function SeveralCardsPage() {
  useEffect(needYotoAccounts, []);
  const [wanted, setWanted] = useState<string>();
  const accounts = yotoAccounts.value;
  const accountId = wanted ?? accounts?.[0]?.id;
  return (
    <>
      <PageTitle title="Edit several cards" back={{ path: "/cards", name: "Cards" }} />
      {accounts?.length === 0 && (
        <EmptyState icon="link" title="No Yoto family is linked">
          Link one in the settings, and its cards are here.
        </EmptyState>
      )}
      {accounts !== undefined && accounts.length > 1 && accountId !== undefined && (
        <ChoiceField
          label="Family"
          value={accountId}
          choices={accounts.map(({ id }) => ({ value: id, name: familyName(id) }))}
          onChange={setWanted}
        />
      )}
      {accountId !== undefined && <Choose key={accountId} accountId={accountId} />}
    </>
  );
}

const refOf = (card: FamilyCard) => card.cardId ?? card.yotoCardId;

function Choose({ accountId }: { accountId: string }) {
  const { cards } = shelfOf(accountId);
  const [words, setWords] = useState("");
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [doing, setDoing] = useState<"editing" | "a trip">();
  useEffect(() => cards.need(), [cards]);
  const all = cards.value.value?.filter(({ made }) => made !== "bought");
  const shown = all?.filter(({ title }) => title.toLowerCase().includes(words.trim().toLowerCase()));
  const picked = chosen.flatMap((ref) => all?.find((card) => refOf(card) === ref) ?? []);
  const toggle = (ref: string) =>
    setChosen(chosen.includes(ref) ? chosen.filter((each) => each !== ref) : [...chosen, ref]);
  const rest = shown?.filter((card) => !chosen.includes(refOf(card))) ?? [];
  return (
    <>
      <ReadFailure failure={cards.failure.value} again={cards.load} />
      {all === undefined && !cards.failure.value && (
        <Skeleton kind="row" count={5} label="Asking Yoto for the cards" />
      )}
      {all?.length === 0 && (
        <EmptyState icon="card" title="No cards at Yoto yet">
          Cards you make here stand in this list as soon as they are published.
        </EmptyState>
      )}
      {all !== undefined && all.length > 0 && (
        <>
          <div class="several-top">
            <SearchField label="Search the cards" words={words} onSearch={setWords} />
            <Button
              look="quiet"
              disabled={rest.length === 0}
              onClick={() => setChosen([...chosen, ...rest.map(refOf)])}
            >
              Choose all
            </Button>
          </div>
          {shown?.length === 0 && <p class="soft">No card has “{words}” in its title.</p>}
          <ul class="panel">
            {shown?.map((card) => (
              <Row
                key={card.yotoCardId}
                card={card}
                chosen={chosen.includes(refOf(card))}
                onChoose={() => toggle(refOf(card))}
              />
            ))}
          </ul>
        </>
      )}
      {picked.length > 0 && (
        <div class="selection-bar" role="status">
          <IconButton icon="close" label="Choose none" onClick={() => setChosen([])} />
          <span>{counted(picked.length, "card")}</span>
          <Button icon="upload" aria-haspopup="dialog" onClick={() => setDoing("a trip")}>
            Trip
          </Button>
          <Button look="main" icon="pencil" aria-haspopup="dialog" onClick={() => setDoing("editing")}>
            Change
          </Button>
        </div>
      )}
      {doing === "editing" && (
        <EditCardsSheet
          cards={picked.map(refOf)}
          onClose={() => setDoing(undefined)}
          onDone={() => void cards.load()}
        />
      )}
      {doing === "a trip" && <TripSheet cards={picked} onClose={() => setDoing(undefined)} />}
    </>
  );
}

function Row({ card, chosen, onChoose }: { card: FamilyCard; chosen: boolean; onChoose: () => void }) {
  return (
    <li>
      <label class={chosen ? "several-row several-row-chosen" : "several-row"}>
        <span class="check">
          <input type="checkbox" checked={chosen} onChange={onChoose} />
        </span>
        <span class="several-cover">
          <Cover title={card.title} url={card.coverUrl} />
        </span>
        <span>
          <span class="several-title">{card.title}</span>
          <span class="small soft">{card.made === "here" ? "Made here" : "Made elsewhere"}</span>
        </span>
      </label>
    </li>
  );
}
