import { type BulkEdit, bulkEditOf, chapterTitlesOf } from "../../domain/cards/bulk-edit.ts";
import type { Card } from "../../domain/cards/card.ts";
import { cardChangeWords } from "../../domain/cards/card-change-words.ts";
import { type CardEdit, editCardJson } from "../../domain/cards/edit-card-json.ts";
import { type CardId, type YotoAccountId, YotoCardId } from "../../domain/ids.ts";
import type { IconShelf } from "../pictures/icon-shelf.ts";
import { suggestIcons } from "../pictures/suggest-icons.ts";
import type { CardToEdit } from "./cards-to-edit.ts";
import { changeCard, discardChanges } from "./change-card.ts";
import { editFamilyCard, type FamilyCardDeps, readFamilyCard } from "./family-cards.ts";
import { type PublishDeps, publishCard, updatedAtOf } from "./publish-card.ts";
import type { SettleDeps } from "./settle-chapters.ts";

export type EditManyDeps = PublishDeps &
  SettleDeps &
  FamilyCardDeps & { readonly icons: Pick<IconShelf, "list"> };

/** What an edit of several cards does to one of them. */
export type PlannedEdit =
  | { readonly ok: true; readonly edit: CardEdit; readonly changes: readonly string[] }
  | { readonly ok: false; readonly problem: string };

type Found = Extract<CardToEdit, { ok: true }>;

/** Plans the edit of the n-th card (from 1), in sentences too. Writes nothing. Throws `YotoTrouble`. */
export async function planOneEdit(
  deps: Pick<EditManyDeps, "icons">,
  { json, ours, accountId }: Found,
  wanted: BulkEdit,
  n: number,
): Promise<PlannedEdit> {
  const titles = chapterTitlesOf(json);
  if (ours !== undefined && ours.chapters.length !== titles.length)
    return {
      ok: false,
      problem: "Another app changed its chapters. Publish it again on its own page first.",
    };
  const fitting = wanted.icons === undefined ? new Map() : await fittingIcons(deps, accountId, titles);
  const planned = bulkEditOf(json, wanted, n, (title) => fitting.get(title));
  if (!planned.ok) return planned;
  return { ...planned, changes: cardChangeWords(json, editCardJson(json, planned.edit)) };
}

export type OneEdited =
  /** `keptAtMs` names the version that was kept before; absent when nothing was to be changed. */
  | { readonly ok: true; readonly keptAtMs?: number; readonly updatedAt: string }
  | { readonly ok: false; readonly problem: string };

/**
 * Writes a planned edit: a card of ours here and at Yoto, one made elsewhere there. What was there is kept first; what cannot
 * be written leaves nothing changed. Throws `YotoTrouble`.
 */
export async function editOne(deps: EditManyDeps, card: Found, edit: CardEdit): Promise<OneEdited> {
  const shown = updatedAtOf(card.json);
  if (Object.keys(edit).length === 0) return { ok: true, updatedAt: shown };
  const before = await newestVersion(deps, card.of);
  const problem =
    card.ours === undefined
      ? await editElsewhere(deps, card, edit, shown)
      : await editOurs(deps, card.ours, edit, shown);
  if (problem !== undefined) return { ok: false, problem };
  const [keptAtMs, after] = [await newestVersion(deps, card.of), await readFamilyCard(deps, card.yotoCardId)];
  return {
    ok: true,
    updatedAt: after === undefined ? shown : updatedAtOf(after.json),
    ...(keptAtMs !== undefined && keptAtMs !== before && { keptAtMs }),
  };
}

const changedMeanwhile = "Somebody changed it in the same moment. Try it again.";

async function editElsewhere(deps: EditManyDeps, { of }: Found, edit: CardEdit, shown: string) {
  const done = await editFamilyCard(deps, YotoCardId(of), edit, { onlyPreview: false, shown });
  return done.ok ? undefined : changedMeanwhile;
}

async function editOurs(deps: EditManyDeps, card: Card, { chapters, ...face }: CardEdit, shown: string) {
  const wishes = chapters?.map(({ place, ...wish }) => ({ ...wish, key: card.chapters[place]?.key ?? "" }));
  const changed = await changeCard(
    deps,
    card.id,
    { ...face, ...(wishes && { chapters: wishes }) },
    card.changedAtMs,
  );
  if (!changed.ok) return changedMeanwhile;
  try {
    const written = await publishCard(deps, card.id, { shown, before: "editing several cards" });
    if (written.ok) return undefined;
    await discardChanges(deps, card.id);
    return "problems" in written
      ? written.problems.map(({ message }) => message).join(" ")
      : changedMeanwhile;
  } catch (error) {
    await discardChanges(deps, card.id);
    throw error;
  }
}

/** The version that was kept last. */
export async function newestVersion(
  deps: Pick<EditManyDeps, "cardBackups">,
  of: CardId | YotoCardId,
): Promise<number | undefined> {
  const { records } = await deps.cardBackups.of(of, { limit: 1 });
  return records[0]?.value.takenAtMs;
}

async function fittingIcons(
  deps: Pick<EditManyDeps, "icons">,
  accountId: YotoAccountId,
  titles: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = await suggestIcons(deps, accountId, titles);
  return new Map(
    found.flatMap(({ title, icons: [icon] }) =>
      icon === undefined ? [] : [[title, `yoto:#${icon.mediaId}`] as const],
    ),
  );
}
