import type { Command } from "commander";
import type { Card, CardPreview, CardVersion, CardVersionDetail } from "../http/schema/card.ts";
import type { Job } from "../http/schema/job.ts";
import type { Page } from "../http/schema/page.ts";
import { type Api, CliTrouble } from "./api.ts";
import { cardNamed } from "./find-named.ts";
import type { Cli } from "./program.ts";
import { columns } from "./text.ts";

const lookEveryMs = 1000;

/** `cards bake`, `stream`, `diff`, `versions`, `restore`, `duplicate`, `rename` and `split`. */
export function cardWorkCommands(
  {
    program,
    api,
    tell,
    reach,
  }: Pick<Cli, "program" | "api" | "tell"> & { reach: Pick<Cli["reach"], "print" | "sleep"> },
  cards: Command,
): void {
  const bake = async (server: Api, named: string, account: string | undefined): Promise<Job> => {
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
    return job;
  };

  cards
    .command("bake <cards...>")
    .description(
      "bring the sound of cards to Yoto, so that they play on a trip; repeated, it goes on where it was",
    )
    .option("--account <id>", "which linked family, if there are several")
    .action(async (named: string[], { account }: { account?: string }) => {
      const server = await api();
      const jobs = await forEach(named, (each) => bake(server, each, account));
      tell(jobs, () =>
        jobs.map(({ title }) => `${title} plays from Yoto now. Back again: cards stream`).join("\n"),
      );
    });

  cards
    .command("stream <cards...>")
    .description("let cards play from this server again; their ids and places stay")
    .action(async (named: string[]) => {
      const server = await api();
      const back = await forEach(named, async (each) =>
        server.ask<Card>("POST", `${await ownPath(server, each)}/stream`, {}),
      );
      tell(back, () => back.map(({ title }) => `${title} plays from this server.`).join("\n"));
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

/** One after the other; what fails with one is told at the end, and the others are done. */
async function forEach<Done>(
  named: readonly string[],
  work: (each: string) => Promise<Done>,
): Promise<Done[]> {
  const done: Done[] = [];
  const failed: string[] = [];
  for (const each of named)
    try {
      done.push(await work(each));
    } catch (error) {
      if (!(error instanceof CliTrouble)) throw error;
      failed.push(named.length === 1 ? error.message : `${each}: ${error.message}`);
    }
  if (failed.length === 0) return done;
  const others = done.length === 0 ? "" : `\n${done.length} of ${named.length} done.`;
  throw new CliTrouble(failed.join("\n") + others);
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

function changeLines(changes: readonly string[], none: string): string {
  return changes.length === 0 ? none : changes.join("\n");
}
