import type { Command } from "commander";
import type { BulkEdit, CardsEdit, CardsEditPreview } from "../http/schema/card-edit.ts";
import type { Job } from "../http/schema/job.ts";
import { type Api, CliTrouble } from "./api.ts";
import { cardNamed } from "./find-named.ts";
import { jobDone } from "./job-done.ts";
import type { Cli } from "./program.ts";

type EditOptions = {
  readonly of: string;
  readonly find?: string;
  readonly with?: string;
  readonly pattern?: string;
  readonly author?: string;
  readonly category?: string;
  readonly icons?: string;
  readonly order?: string;
  readonly dryRun?: boolean;
  readonly undo?: string;
};

/** `cards edit`: several cards at once. */
export function editCardsCommand(
  { api, tell, reach }: Pick<Cli, "api" | "tell"> & { reach: Pick<Cli["reach"], "sleep"> },
  cards: Command,
): void {
  cards
    .command("edit [cards...]")
    .description(
      "edit several cards at once, by title or id, also those made elsewhere; each is kept as it was",
    )
    .option("--find <text>", "in titles, this text …")
    .option("--with <text>", "… becomes this")
    .option("--pattern <pattern>", "titles become this; {title} is the title, {n} and {nn} count")
    .option("--of <what>", "whose titles: chapters or cards", "chapters")
    .option("--order <by>", "chapters in the order of their title or number")
    .option("--icons <which>", "icons that fit the titles of chapters: missing or all")
    .option("--author <name>", "by whom; empty for nobody")
    .option("--category <category>", "stories, music, podcast, radio, sfx, activities, alarms, none")
    .option("--dry-run", "only say what would change")
    .option("--undo <edit>", "take an edit back, by the id it told")
    .action(async (named: string[], how: EditOptions) => {
      const server = await api();
      if (how.undo !== undefined) {
        const job = await server.ask<Job>(
          "POST",
          `/api/cards/edits/${encodeURIComponent(how.undo)}/undo`,
          {},
        );
        const done = await outcomeOf(reach, server, job);
        return tell(done, () => outcomeLines(done, "as before"));
      }
      if (named.length === 0) throw new CliTrouble("Name the cards. See: cards list, cards family");
      const ids = [...new Set(await Promise.all(named.map((each) => idNamed(server, each))))];
      const body = { cards: ids, edit: editOf(how) };
      if (how.dryRun) {
        const seen = await server.ask<CardsEditPreview>("POST", "/api/cards/edits/preview", body);
        return tell(seen, () =>
          seen.cards
            .map(({ title, changes, problem }) =>
              [
                `${title}:`,
                ...(problem ? [problem] : changes.length > 0 ? changes : ["Stays as it is."]),
              ].join("\n  "),
            )
            .join("\n"),
        );
      }
      const done = await outcomeOf(reach, server, await server.ask<Job>("POST", "/api/cards/edits", body));
      tell(done, () =>
        [
          outcomeLines(done, "changed"),
          ...(done.undo === "possible" ? [`Take it back: cards edit --undo ${done.job.id}`] : []),
        ].join("\n"),
      );
    });
}

function editOf(how: EditOptions): BulkEdit {
  const { find, with: replaceWith, pattern, author, category, icons, order, of } = how;
  const edit = {
    ...((find !== undefined || pattern !== undefined) && {
      rename: {
        of: oneOf("--of", of, ["chapters", "cards"]),
        ...(find !== undefined && { find, replaceWith: replaceWith ?? "" }),
        ...(pattern !== undefined && { pattern }),
      },
    }),
    ...(author !== undefined && { author }),
    ...(category !== undefined && { category: category as BulkEdit["category"] }),
    ...(icons !== undefined && { icons: oneOf("--icons", icons, ["missing", "all"]) }),
    ...(order !== undefined && { order: `by-${oneOf("--order", order, ["title", "number"])}` as const }),
  };
  if (Object.keys(edit).length > 0) return edit;
  throw new CliTrouble("Say what is to be changed. See: cards edit --help");
}

function oneOf<Word extends string>(option: string, said: string, words: readonly Word[]): Word {
  const word = words.find((each) => each === said);
  if (word === undefined) throw new CliTrouble(`${option} is one of ${words.join(", ")}.`);
  return word;
}

async function outcomeOf(reach: Pick<Cli["reach"], "sleep">, server: Api, job: Job): Promise<CardsEdit> {
  await jobDone(reach, server, job);
  return server.ask<CardsEdit>("GET", `/api/cards/edits/${encodeURIComponent(job.id)}`);
}

function outcomeLines({ cards }: CardsEdit, changed: string): string {
  return cards
    .map(
      ({ title, is, problem }) =>
        `${title}: ${{ changed, same: "stays as it is", failed: problem ?? "failed" }[is]}`,
    )
    .join("\n");
}

async function idNamed(server: Api, named: string): Promise<string> {
  const found = await cardNamed(server, named);
  return "cardId" in found ? found.cardId : found.yotoCardId;
}
