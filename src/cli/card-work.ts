import type { Command } from "commander";
import type { Card, CardPreview, CardVersion, CardVersionDetail } from "../http/schema/card.ts";
import type { CardGroup, FamilyCard } from "../http/schema/family-card.ts";
import type { Job } from "../http/schema/job.ts";
import type { Page } from "../http/schema/page.ts";
import { type Api, CliTrouble } from "./api.ts";
import { cardNamed } from "./find-named.ts";
import type { Cli } from "./program.ts";
import { columns } from "./text.ts";

const lookEveryMs = 1000;

/** `cards bake`, `stream`, `diff`, `versions`, `restore`, `duplicate`, `rename`, `split`, `family` and `group`. */
export function cardWorkCommands(
  {
    program,
    api,
    tell,
    reach,
  }: Pick<Cli, "program" | "api" | "tell"> & { reach: Pick<Cli["reach"], "print" | "sleep"> },
  cards: Command,
): void {
  cards
    .command("bake <card>")
    .description(
      "bring a card's sound to Yoto, so that it plays on a trip; goes on where it was when repeated",
    )
    .option("--account <id>", "which linked family, if there are several")
    .action(async (named: string, { account }: { account?: string }) => {
      const server = await api();
      const path = await ownPath(server, named);
      let job = await server.ask<Job>("POST", `${path}/bake`, account ? { accountId: account } : {});
      for (let said = ""; job.state === "waiting" || job.state === "running"; ) {
        await reach.sleep(lookEveryMs);
        job = await server.ask<Job>("GET", `/api/jobs/${encodeURIComponent(job.id)}`);
        const { note = said } = job;
        if (note !== said && !program.opts<{ json?: boolean }>().json) reach.print(note);
        said = note;
      }
      if (job.state !== "done") throw new CliTrouble(job.note ?? `${job.title} was ${job.state}.`);
      tell(job, () => `${job.title} plays from Yoto now. Back again: cards stream`);
    });

  cards
    .command("stream <card>")
    .description("let a card play from this server again; its id and places stay")
    .action(async (named: string) => {
      const server = await api();
      const card = await server.ask<Card>("POST", `${await ownPath(server, named)}/stream`, {});
      tell(card, () => `${card.title} plays from this server.`);
    });

  cards
    .command("diff <card> [version]")
    .description("what publishing would change at Yoto, or what bringing an earlier version back would")
    .action(async (named: string, version: string | undefined) => {
      const server = await api();
      if (version === undefined) {
        const seen = await server.ask<CardPreview>("GET", `${await ownPath(server, named)}/preview`);
        return tell(seen, () => changeLines(seen.changes, "Yoto has it as it is here."));
      }
      const path = await anyPath(server, named);
      const { json: _, ...seen } = await server.ask<CardVersionDetail>(
        "GET",
        `${path}/versions/${await versionNamed(server, path, version)}`,
      );
      tell(seen, () => changeLines(seen.changes, "It is like that now."));
    });

  cards
    .command("versions <card>")
    .description("what a card was before each write; Yoto's id for one that was made elsewhere")
    .action(async (named: string) => {
      const server = await api();
      const { items } = await versionsAt(server, await anyPath(server, named));
      tell(items, () =>
        items.length === 0
          ? "Nothing was written over it yet."
          : columns(
              ["VERSION", "TITLE", "CHAPTERS", "BEFORE"],
              items.map(({ atMs, title, chapters, before }) => [
                new Date(atMs).toISOString(),
                title,
                String(chapters),
                before,
              ]),
            ),
      );
    });

  cards
    .command("restore <card> [version]")
    .description("bring an earlier version back, the last one if none is named; what is there now is kept")
    .action(async (named: string, version: string | undefined) => {
      const server = await api();
      const path = await anyPath(server, named);
      const atMs = await versionNamed(server, path, version);
      const seen = await server.ask<CardVersionDetail>("GET", `${path}/versions/${atMs}`);
      const done = await server.ask<{ yotoCardId: string }>("POST", `${path}/versions/${atMs}/restore`, {
        ...(seen.updatedAt !== undefined && { shown: seen.updatedAt }),
      });
      tell({ ...done, changes: seen.changes }, () =>
        [`Brought back as ${done.yotoCardId}:`, ...seen.changes.map((line) => `  ${line}`)].join("\n"),
      );
    });

  cards
    .command("duplicate <card> [title]")
    .description("make a second card like this one; it is kept here until it is published")
    .action(async (named: string, title: string | undefined) => {
      const server = await api();
      const path = await ownPath(server, named);
      const copy = await server.ask<Card>("POST", `${path}/duplicate`, title === undefined ? {} : { title });
      tell(copy, () => `Made ${copy.title} (${copy.id}). Bring it to Yoto: cards publish ${copy.id}`);
    });

  cards
    .command("rename <card>")
    .description("rename a card or its chapters, all at once; publish it afterwards")
    .option("--title <title>", "the card's")
    .option("--number <word>", "call the chapters <word> 1, <word> 2 …")
    .option("--replace <text>", "this text in the titles of chapters …")
    .option("--with <text>", "… becomes this", "")
    .option("--order <numbers>", "the chapters in this order, as 3,1,2; those left out are taken off")
    .action(async (named: string, how: RenameOptions) => {
      const server = await api();
      const path = await ownPath(server, named);
      const before = await server.ask<Card>("GET", path);
      const card = await server.ask<Card>("PATCH", path, {
        ...(how.title !== undefined && { title: how.title }),
        chapters: renamed(before.chapters, how),
        ifChangedAtMs: before.changedAtMs,
      });
      tell(card, () =>
        [
          `${card.title}:`,
          ...card.chapters.map(({ title }, at) => `  ${at + 1}. ${title}`),
          `Players have it after: cards publish ${card.id}`,
        ].join("\n"),
      );
    });

  cards
    .command("split <card> <chapter>")
    .description("split the n-th chapter at a quiet place, without decoding it")
    .option("--parts <count>", "into so many; otherwise as many as fit at Yoto")
    .action(async (named: string, chapter: string, { parts }: { parts?: string }) => {
      const server = await api();
      const path = await ownPath(server, named);
      const { chapters } = await server.ask<Card>("GET", path);
      const key = chapters[Number(chapter) - 1]?.key;
      if (key === undefined)
        throw new CliTrouble(`There is no chapter ${chapter}; it has ${chapters.length}.`);
      const card = await server.ask<Card>("POST", `${path}/chapters/${encodeURIComponent(key)}/split`, {
        ...(parts !== undefined && { parts: Number(parts) }),
      });
      tell(
        card,
        () => `${card.title} has ${card.chapters.length} chapters now. Then: cards publish ${card.id}`,
      );
    });

  cards
    .command("family")
    .description("all cards of the family at Yoto, and its groups")
    .option("--account <id>", "which linked family, if there are several")
    .action(async ({ account }: { account?: string }) => {
      const server = await api();
      const query = account === undefined ? "" : `?accountId=${encodeURIComponent(account)}`;
      const { items } = await server.ask<{ items: FamilyCard[] }>("GET", `/api/library/cards${query}`);
      const groups = await server.ask<{ items: CardGroup[] }>("GET", `/api/library/groups${query}`);
      tell({ cards: items, groups: groups.items }, () =>
        [
          columns(
            ["TITLE", "MADE", "ID"],
            items.map(({ title, made, yotoCardId }) => [title, made, yotoCardId]),
          ),
          ...groups.items.map(({ name, cards }) => `Group ${name}: ${cards.join(", ") || "empty"}`),
        ].join("\n"),
      );
    });

  cards
    .command("group <name> [cards...]")
    .description("make a group of cards, or say anew which cards are in it; Yoto's ids or titles of your own")
    .option("--account <id>", "which linked family, if there are several")
    .option("--delete", "take the group away; its cards stay")
    .action(async (name: string, named: string[], how: { account?: string; delete?: boolean }) => {
      const server = await api();
      const query = how.account === undefined ? "" : `?accountId=${encodeURIComponent(how.account)}`;
      const { items } = await server.ask<{ items: CardGroup[] }>("GET", `/api/library/groups${query}`);
      const there = items.find((each) => each.name.toLowerCase() === name.toLowerCase());
      const path = there && `/api/library/groups/${encodeURIComponent(there.id)}${query}`;
      if (how.delete) {
        if (path === undefined) throw new CliTrouble(`There is no group "${name}".`);
        await server.ask("DELETE", path);
        return tell({ deleted: name }, () => `The group ${name} is gone; its cards stay.`);
      }
      const cards = await Promise.all(named.map((each) => yotoIdOf(server, each)));
      const group =
        path === undefined
          ? await server.ask<CardGroup>("POST", `/api/library/groups${query}`, { name, cards })
          : await server.ask<CardGroup>("PATCH", path, { cards });
      tell(group, () => `${group.name}: ${group.cards.join(", ") || "empty"}`);
    });
}

type RenameOptions = {
  readonly title?: string;
  readonly number?: string;
  readonly replace?: string;
  readonly with: string;
  readonly order?: string;
};

function renamed(chapters: Card["chapters"], how: RenameOptions): { key: string; title: string }[] {
  const order = how.order?.split(",").map((each) => Number(each) - 1) ?? chapters.map((_, at) => at);
  return order.map((place, at) => {
    const chapter = chapters[place];
    if (chapter === undefined)
      throw new CliTrouble(`There is no chapter ${place + 1}; it has ${chapters.length}.`);
    const { key, title } = chapter;
    if (how.number !== undefined) return { key, title: `${how.number} ${at + 1}` };
    const after = how.replace === undefined ? title : title.replaceAll(how.replace, how.with).trim();
    if (after === "") throw new CliTrouble(`Nothing would be left of “${title}”.`);
    return { key, title: after };
  });
}

async function ownPath(server: Api, named: string): Promise<string> {
  const found = await cardNamed(server, named);
  if (!("cardId" in found)) throw new CliTrouble(`"${named}" is none of your own cards. See: cards list`);
  return `/api/cards/${encodeURIComponent(found.cardId)}`;
}

/** Versions are kept of cards made elsewhere too, and of deleted ones, which only their id still finds. */
async function anyPath(server: Api, named: string): Promise<string> {
  if (/^[a-z0-9]{26}$/.test(named)) return `/api/cards/${named}`;
  const found = await cardNamed(server, named);
  return `/api/cards/${encodeURIComponent("cardId" in found ? found.cardId : found.yotoCardId)}`;
}

const versionsAt = (server: Api, path: string) =>
  server.ask<Page<CardVersion>>("GET", `${path}/versions?limit=500`);

/** The version of that moment, or whose moment begins so; the last one when none is named. */
async function versionNamed(server: Api, path: string, named: string | undefined): Promise<number> {
  const { items } = await versionsAt(server, path);
  const found = items.find(
    ({ atMs }) => named === undefined || new Date(atMs).toISOString().startsWith(named),
  );
  if (found !== undefined) return found.atMs;
  throw new CliTrouble(
    named === undefined
      ? "Nothing was written over it yet."
      : `There is no version ${named}. See: cards versions`,
  );
}

async function yotoIdOf(server: Api, named: string): Promise<string> {
  const found = await cardNamed(server, named);
  if ("yotoCardId" in found) return found.yotoCardId;
  const { published, title } = await server.ask<Card>("GET", `/api/cards/${found.cardId}`);
  if (published === undefined) throw new CliTrouble(`${title} is not at Yoto yet. First: cards publish`);
  return published.yotoCardId;
}

function changeLines(changes: readonly string[], none: string): string {
  return changes.length === 0 ? none : changes.join("\n");
}
