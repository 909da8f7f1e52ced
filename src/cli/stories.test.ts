import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { convertingHouses } from "../../test/http/converting-houses.ts";
import { storyCommands } from "./stories.ts";

const { aHouse } = convertingHouses();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cli-stories-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function aDesk() {
  const house = await aHouse();
  const terminal = house.terminal(storyCommands);
  return { ...house, run: (...words: string[]) => terminal("stories", ...words) };
}

const twoDoors = `:: StoryTitle
Two doors

:: Start
Two doors.
[[The red one->Red]]
[[The blue one->Blue]]

:: Red
A garden.

:: Blue
A kitchen, and a way to the [[cellar]].
`;

test("the example is begun, listed, checked and played with l and r", async () => {
  const { run } = await aDesk();
  expect(await run("list")).toMatch(/^There is no story yet/);
  expect(await run("new")).toMatch(/^! Give it a title/);
  expect(await run("new", "--example")).toMatch(/^Began “The fox and the dark wood”/);
  expect(await run("list")).toMatch(/The fox and the dark wood +8 +0 +- +\S+$/);
  expect(await run("check", "The fox and the dark wood")).toMatch(
    /^\d+ of 100 chapters, about \d:\d\d\nNothing is wrong/,
  );
  const played = await run("play", "the fox and the dark wood", "ll", "x");
  expect(played).toMatch(
    /At the edge of the wood\n.*\nTake the lantern\? Press left\. Run into the wood\? Press right\.\n\nThe lantern\n.*\n\nIn the wood\n.*\n.*\n\nLight in the cave\n.*\n\(The end\. l begins again\.\)\n\(Nothing happens/,
  );
});

test("a Twee file is taken in with what is wrong in it, and comes out as Twee again", async () => {
  const { run } = await aDesk();
  const file = join(folder, "doors.twee");
  await writeFile(file, twoDoors);
  expect(await run("import", file)).toMatch(
    /^Took in “Two doors” \(\S+\), 3 passages\.\n✗ In “Blue”, “cellar” leads to “cellar”, which is not written yet\.$/,
  );
  expect(await run("export", "Two doors")).toMatch(/^:: StoryTitle\nTwo doors\n/);
  expect(await run("card", "Two doors")).toMatch(/^! In “Blue”, “cellar” leads/);
  expect(await run("trash")).toBe("No story was deleted lately.");
  expect(await run("delete", "Two doors")).toMatch(/^Deleted.*stories restore \S+$/);
  expect(await run("check", "Two doors")).toMatch(/^! There is no story "Two doors"/);
  expect(await run("trash")).toMatch(/^TITLE.*\nTwo doors +3 +20\d\d-\d\d-\d\d +\S+$/);
  expect(await run("restore", "two doors")).toBe("“Two doors” is back.");
  expect(await run("restore", "two doors")).toMatch(/^! There is no story "two doors" in the trash/);
  expect(await run("list")).toMatch(/Two doors +3 +1 +-/);
  expect(await run("empty-trash", "two doors")).toMatch(/^! There is no story "two doors" in the trash/);
  expect(await run("empty-trash")).toMatch(/^! Name stories, or say --all/);
  expect(await run("empty-trash", "--all")).toBe("0 stories gone for good.");
  await run("delete", "Two doors");
  expect(await run("empty-trash", "two doors")).toBe("1 story gone for good.");
  expect(await run("trash")).toBe("No story was deleted lately.");
  await writeFile(file, "Dear diary");
  expect(await run("import", file)).toMatch(/^! There is no story in this file/);
});

test("a story becomes a card", async () => {
  const { run, json } = await aDesk();
  const file = join(folder, "short.twee");
  await writeFile(
    file,
    ":: StoryTitle\nShort\n\n:: Start\nGo.\n[[Left->A]]\n[[Right->B]]\n\n:: A\nOne.\n\n:: B\nTwo.\n",
  );
  await run("import", file);
  expect(await run("card", "Short")).toMatch(/^Made the card \(\S+\): 4 chapters, 4 read aloud now\./);
  expect((await json("GET", "/api/cards")).body.items).toMatchObject([
    { title: "Short", category: "activities" },
  ]);
  expect(await run("list")).toMatch(/Short +3 +0 +made /);
});

test("a card whose story is told from the server says so", async () => {
  const { run, json } = await aDesk();
  await json("PATCH", "/api/settings", { json: { limits: { tracksPerCard: 3 } } });
  await run("new", "--example");
  expect(await run("card", "The fox and the dark wood")).toMatch(
    /^Made the card \(\S+\): too large for chapters, so your server tells it, in (\d+) recordings, \1 read aloud now\./,
  );
});
