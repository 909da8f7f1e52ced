import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anEpub } from "../../test/an-epub.ts";
import { convertingHouses } from "../../test/http/converting-houses.ts";
import { audioMakingCommands } from "./audio-making.ts";
import { bookCommands } from "./books.ts";

const { aHouse } = convertingHouses();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cli-books-"));
  await writeFile(join(folder, "fox.epub"), anEpub());
  await writeFile(join(folder, "tax.pdf.txt"), "%PDF-1.7");
});
afterAll(() => rm(folder, { recursive: true }));

async function aShelf() {
  const house = await aHouse();
  const run = house.terminal((cli) => {
    audioMakingCommands(cli);
    bookCommands(cli);
  });
  return { ...house, run, epub: join(folder, "fox.epub") };
}

test("a book's chapters are shown before anything is spoken, and the book is listed", async () => {
  const { run, epub, json } = await aShelf();
  expect(await run("books", "list")).toMatch(/^There is no book yet/);
  const shown = await run("audio", "speak", epub, "--list");
  expect(shown).toMatch(
    /^The Fox & the Sea\n\nNUMBER +MINUTES +TITLE\n1 +1 +\(Title Page\)\n2 +\d+ +The Beach\n/,
  );
  expect(await run("books", "list")).toMatch(/The Fox & the Sea +Ida Example +4 +0 /);
  expect((await json("GET", "/api/audio")).body.items).toEqual([]);
});

test("the chapters that are named are spoken; the book goes and its recordings stay", async () => {
  const { run, epub, json } = await aShelf();
  expect(await run("audio", "speak", epub, "--chapters", "4", "--rate", "2", "--voice", "kal16")).toMatch(
    /^Spoke 1 chapters of The Fox & the Sea: \S+$/,
  );
  const { items } = (await json("GET", "/api/audio")).body;
  expect(items).toMatchObject([{ title: "Morning", album: "The Fox & the Sea" }]);
  expect(await run("audio", "words", items[0].id)).toMatch(/0:0\d {2}.*\n.*Then he slept\./s);
  const list = await run("books", "list");
  expect(list).toMatch(/ 4 +1 /);
  const id = list.trim().split(/\s+/).at(-1) ?? "";
  expect(await run("books", "delete", id)).toBe("Deleted. Its recordings stay in the library.");
  expect(await run("books", "list")).toMatch(/^There is no book yet/);
  expect((await json("GET", "/api/audio")).body.items).toHaveLength(1);
});

test("what is no book, no chapter or no voice is told in a sentence", async () => {
  const { run, epub } = await aShelf();
  expect(await run("audio", "speak", epub, "--chapters", "3-9")).toMatch(/^! "3-9" is no chapter/);
  expect(await run("audio", "speak", epub, "--voice", "nobody")).toMatch(/^! There is no voice "nobody"/);
  expect(await run("audio", "speak", join(folder, "tax.pdf.txt"))).toMatch(/^! .*is a PDF/);
});
