import { useEffect, useState } from "preact/hooks";
import type { CardGroup, FamilyCard } from "../../../src/http/schema/family-card.ts";
import { PageTitle } from "../shell/page-title.tsx";
import { deleteGroup, saveGroup, shelfOf } from "../stores/family-cards.ts";
import { removeWithUndo, removing } from "../stores/removals.ts";
import { familyName, needYotoAccounts, yotoAccounts } from "../stores/yoto-accounts.ts";
import { Button, IconButton, LinkButton } from "../ui/button.tsx";
import { ChoiceField } from "../ui/choice-field.tsx";
import { Cover } from "../ui/cover.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { counted } from "../ui/words.ts";
import { CardsParts } from "./cards-parts.tsx";
import { GroupSheet } from "./group-sheet.tsx";
import "./card-picture.css";
import "./where-it-plays.css";

/** What Yoto keeps for the family: groups of cards, and the cards that were made elsewhere or bought. */
export function FamilyPage() {
  useEffect(needYotoAccounts, []);
  const [wanted, setWanted] = useState<string>();
  const accounts = yotoAccounts.value;
  const accountId = wanted ?? accounts?.[0]?.id;
  return (
    <>
      <PageTitle title="Cards at Yoto" parts={<CardsParts here="/cards/family" />}>
        <LinkButton icon="pencil" href="/cards/several">
          Edit several
        </LinkButton>
      </PageTitle>
      {accounts === undefined && <Skeleton kind="row" count={3} label="Asking for the family" />}
      {accounts?.length === 0 && (
        <EmptyState
          icon="link"
          title="No Yoto family is linked"
          action={<LinkButton href="/settings">To the settings</LinkButton>}
        >
          Link one, and its cards and groups are here.
        </EmptyState>
      )}
      {accounts !== undefined && accounts.length > 1 && accountId !== undefined && (
        <ChoiceField
          label="Family"
          value={accountId}
          choices={accounts.map(({ id }) => ({ value: id, name: familyName(id) ?? id }))}
          onChange={setWanted}
        />
      )}
      {accountId !== undefined && <Shelf key={accountId} accountId={accountId} />}
    </>
  );
}

function Shelf({ accountId }: { accountId: string }) {
  const { cards, groups } = shelfOf(accountId);
  const [open, setOpen] = useState<CardGroup | "new">();
  useEffect(() => {
    cards.need();
    groups.need();
  }, [cards, groups]);
  const all = cards.value.value ?? [];
  const shown = groups.value.value?.filter(({ id }) => !removing.value.has(id));
  const others = (made: FamilyCard["made"]) => all.filter((card) => card.made === made);
  const failure = cards.failure.value ?? groups.failure.value;
  const again = () => {
    void cards.load();
    void groups.load();
  };
  return (
    <div class="stack">
      <ReadFailure failure={failure} again={again} />
      <section class="panel stack-close" aria-labelledby="groups-title">
        <h2 id="groups-title">Groups</h2>
        <p class="small soft">As the family's Yoto app shows them; twenty at most.</p>
        {shown === undefined && !groups.failure.value && (
          <Skeleton kind="row" count={2} label="Asking Yoto for the groups" />
        )}
        <ul>
          {shown?.map((group) => (
            <li key={group.id} class="group">
              <div>
                <p class="one-line">{group.name}</p>
                <p class="small soft one-line">
                  {group.cards.length === 0 ? "Empty" : group.cards.map((id) => titleOf(all, id)).join(", ")}
                </p>
              </div>
              <span class="piece-buttons">
                <IconButton icon="pencil" label={`Change ${group.name}`} onClick={() => setOpen(group)} />
                <IconButton
                  icon="trash"
                  label={`Delete ${group.name}`}
                  onClick={() =>
                    removeWithUndo(group.id, group.name, (leaving) =>
                      deleteGroup(accountId, group.id, leaving),
                    )
                  }
                />
              </span>
            </li>
          ))}
        </ul>
        {shown !== undefined && (
          <div>
            <Button icon="plus" aria-haspopup="dialog" onClick={() => setOpen("new")}>
              New group
            </Button>
          </div>
        )}
      </section>
      {cards.value.value === undefined && !cards.failure.value && (
        <Skeleton kind="picture" count={4} label="Asking Yoto for the cards" />
      )}
      {cards.value.value !== undefined && others("elsewhere").length + others("bought").length === 0 && (
        <p class="soft">All cards of this family were made here; those of other apps would stand below.</p>
      )}
      <CardShelf
        title="Made elsewhere"
        about="In Yoto's app or another one. They can be edited here; every field that is not edited stays."
        cards={others("elsewhere")}
        linked
      />
      <CardShelf title="In the family library" about="Bought or given." cards={others("bought")} />
      {open !== undefined && (
        <GroupSheet
          group={open === "new" ? undefined : open}
          cards={all}
          save={(group) => saveGroup(accountId, group)}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  );
}

const titleOf = (cards: readonly FamilyCard[], id: string) =>
  cards.find(({ yotoCardId }) => yotoCardId === id)?.title ?? `card ${id}`;

type CardShelfProps = { title: string; about: string; cards: readonly FamilyCard[]; linked?: boolean };

function CardShelf({ title, about, cards, linked = false }: CardShelfProps) {
  if (cards.length === 0) return null;
  return (
    <section class="stack-close" aria-label={title}>
      <h2>{title}</h2>
      <p class="small soft">
        {counted(cards.length, "card")}. {about}
      </p>
      <ul class="card-grid">
        {cards.map((card) => {
          const inside = (
            <>
              <span class="card-picture-cover">
                <Cover title={card.title} url={card.coverUrl} />
              </span>
              <span class="card-picture-title">{card.title}</span>
              {card.author && <span class="small soft">{card.author}</span>}
            </>
          );
          return (
            <li key={card.yotoCardId}>
              {linked ? (
                <a class="card-picture" href={`/cards/family/${card.yotoCardId}`}>
                  {inside}
                </a>
              ) : (
                <span class="card-picture">{inside}</span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
