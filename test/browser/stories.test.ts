import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessibilityFaults, paleText } from "./accessibility.ts";
import { setUpAsAnna, signInAsAnna } from "./anna.ts";
import { type Demo, startDemo } from "./demo.ts";
import { tabTo } from "./in-page.ts";
import { takePicture } from "./take-picture.ts";
import { openPage } from "./watched-page.ts";

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
  await using first = await openPage();
  await setUpAsAnna(first.page, demo.url);
});
afterAll(async () => {
  await demo?.[Symbol.asyncDispose]();
});

test("a parent begins with the example, plays it with a thumb, changes it, and sees what is wrong and where", async () => {
  await using opened = await openPage({ ...phone, colorScheme: "dark" });
  const { page, complaints } = opened;
  await signInAsAnna(page, demo.url);
  await noStories(page);
  await page.getByRole("link", { name: "More" }).click();
  await page.getByRole("link", { name: /^Stories/ }).click();
  await page.getByRole("heading", { level: 1, name: "Stories" }).waitFor();
  await page.getByText("Let your child decide").waitFor();
  await looksWell(page, "stories, none yet");
  await page.getByRole("link", { name: "New story" }).click();
  await page.getByRole("button", { name: /^A small example/ }).waitFor();
  await looksWell(page, "new story");
  await page.getByRole("button", { name: /^A small example/ }).click();
  await page.getByText(/Nothing is wrong: 15 of the 100 chapters/).waitFor();
  await looksWell(page, "story");

  await page.getByRole("button", { name: "Play it here" }).click();
  const playing = page.getByRole("dialog");
  await playing.getByText("Finn the fox stands at the edge").waitFor();
  await looksWell(page, "story being played");
  await playing.getByRole("button", { name: "Left Take the lantern" }).click();
  await playing.getByText("It gives a small, warm light.").waitFor();
  await playing.getByRole("button", { name: "Go on" }).click();
  await playing.getByRole("button", { name: "Left Go into the cave" }).click();
  await playing.getByText("sits his little sister").waitFor();
  await playing.getByText("The end.").waitFor();
  await playing.getByRole("button", { name: "One back" }).click();
  await playing.getByText("the mouth of a cave").waitFor();
  await playing.getByRole("button", { name: "Right Follow the stream" }).click();
  await playing.getByText("A frog sits at the stream.").waitFor();
  await playing.getByRole("button", { name: "Close" }).click();

  await mapOf(page)
    .getByRole("link", { name: /^The stream/ })
    .click();
  await page.getByRole("heading", { level: 2, name: "The stream" }).waitFor();
  expect(await mapOf(page).isVisible()).toBe(false);
  await looksWell(page, "passage");
  await page.getByLabel("What is read aloud").fill("A frog sits at the stream.\n\nFrog: Bring a light!");
  await page.getByRole("button", { name: "Another choice" }).click();
  const choice = page.getByRole("listitem", { name: "Choice 3" });
  await page.getByLabel("What the child hears").last().fill("Swim to the other side");
  await page.getByLabel("Leads to").last().selectOption({ label: "A new passage …" });
  await choice.getByRole("link", { name: "Go to Swim to the other side" }).click();
  await page.getByRole("heading", { level: 2, name: "Swim to the other side" }).waitFor();
  await page.getByRole("paragraph").filter({ hasText: "“Swim to the other side” says nothing." }).waitFor();
  await page.goBack();
  await page.goBack();
  await page.getByText("1 thing to put right before it can be a card").waitFor();
  await looksWell(page, "story with a problem");
  await page.getByRole("link", { name: /“Swim to the other side” says nothing/ }).click();
  await page.getByLabel("What is read aloud").fill("The water is warm.");
  await page.getByText("Saved", { exact: true }).waitFor();
  await page.getByRole("link", { name: "All passages" }).click();
  await page.getByText(/Nothing is wrong/).waitFor();
  expect(await page.getByLabel("Frog's voice").count()).toBe(1);

  await page.reload();
  await mapOf(page)
    .getByRole("link", { name: /^Swim to the other side/ })
    .waitFor();
  expect(complaints).toEqual([]);
});

test("what was done is taken back and done again, a passage is renamed with its ways, and a deleted story comes back", async () => {
  await using opened = await openPage();
  const { page } = opened;
  await signInAsAnna(page, demo.url);
  await begin(page, "Two doors");
  await page.getByRole("link", { name: /“Beginning” says nothing/ }).waitFor();
  const text = page.getByLabel("What is read aloud");
  await text.fill("Two doors, a red one and a blue one.");
  for (const door of ["The red one", "The blue one"]) {
    await page.getByRole("button", { name: /^(It goes on|Another choice)$/ }).click();
    await page.getByLabel("What the child hears").last().fill(door);
    await page.getByLabel("Leads to").last().selectOption({ label: "A new passage …" });
  }
  const map = mapOf(page);
  await map.getByRole("link", { name: /^The blue one/ }).waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => map.getByRole("link", { name: /^The blue one/ }).count()).toBe(0);
  await page.getByRole("button", { name: "Redo" }).click();
  await map.getByRole("link", { name: /^The blue one/ }).click();
  await page.getByRole("heading", { level: 2, name: "The blue one" }).waitFor();
  await page.getByLabel("Name in the map").fill("Beginning");
  await page.getByText("Another passage has this name.").waitFor();
  await page.getByLabel("Name in the map").fill("The sea");
  await page.getByLabel("What is read aloud").fill("Behind the blue door is the sea.");
  await map.getByRole("link", { name: "Beginning Begins here , leads to The red one, The sea" }).waitFor();
  await page.getByText("Saved", { exact: true }).waitFor();
  await page.getByText("List", { exact: true }).click();
  await looksWell(page, "story as a list");

  await page.getByRole("button", { name: "Delete the story" }).click();
  await page.getByRole("heading", { level: 1, name: "Stories" }).waitFor();
  expect(await page.getByRole("link", { name: /^Two doors/ }).count()).toBe(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("link", { name: /^Two doors/ }).click();

  await page.getByRole("button", { name: "Delete the story" }).click();
  await page.getByRole("button", { name: "Undo" }).waitFor();
  await page.reload();
  await page.getByRole("link", { name: "Deleted stories" }).click();
  await page.getByText("Two doors", { exact: true }).waitFor();
  await page.getByText(/^3 passages · .*30 days/).waitFor();
  await looksWell(page, "deleted stories");
  const row = page.getByRole("listitem").filter({ hasText: "Two doors" });
  await row.getByRole("button", { name: "Bring back" }).click();
  await expect.poll(() => row.count()).toBe(0);
  await page.getByRole("main").getByRole("link", { name: "Stories", exact: true }).click();
  await page.getByRole("link", { name: /^Two doors/ }).click();
  await mapOf(page)
    .getByRole("link", { name: /^The sea/ })
    .waitFor();

  await page.getByRole("button", { name: "Delete the story" }).click();
  await page.getByRole("button", { name: "Undo" }).waitFor();
  await page.reload();
  await page.getByRole("link", { name: "Deleted stories" }).click();
  await row.getByRole("button", { name: "Delete “Two doors” for good" }).click();
  await looksWell(page, "delete a story for good");
  await page.getByRole("button", { name: "Delete for good", exact: true }).click();
  await page.getByText("No story was deleted lately").waitFor();
});

test("what somebody else changed meanwhile is not written over, and what was typed stays until one chooses", async () => {
  await using opened = await openPage();
  await using other = await openPage();
  const { page } = opened;
  await signInAsAnna(page, demo.url);
  await signInAsAnna(other.page, demo.url);
  const path = await begin(page, "At the sea");
  await page.route("**/api/events*", (route) => route.abort()); // this page does not hear of the other
  await page.reload();
  await page.getByLabel("What is read aloud").waitFor();
  await other.page.goto(`${demo.url}${path}`);
  await other.page.getByLabel("What is read aloud").fill("Theirs.");
  await other.page.getByText("Saved", { exact: true }).waitFor();
  await page.getByLabel("What is read aloud").fill("Mine.");
  await page.getByText("Somebody changed this story meanwhile.").waitFor();
  expect(await page.getByLabel("What is read aloud").inputValue()).toBe("Mine.");
  await page.getByRole("button", { name: "Take theirs" }).click();
  await expect.poll(() => page.getByLabel("What is read aloud").inputValue()).toBe("Theirs.");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => page.getByLabel("What is read aloud").inputValue()).toBe("Mine.");
  await page.getByText("Saved", { exact: true }).waitFor();
  await other.page.getByLabel("What is read aloud").fill("Theirs again.");
  await other.page.getByText("Saved", { exact: true }).waitFor();
  await page.getByLabel("What is read aloud").fill("Mine.");
  await page.getByText("Somebody changed this story meanwhile.").waitFor();
  await page.getByRole("button", { name: "Save mine all the same" }).click();
  await page.getByText("Saved", { exact: true }).waitFor();
  // The other one hears of it and has nothing unsaved, so it shows what is there now.
  await expect.poll(() => other.page.getByLabel("What is read aloud").inputValue()).toBe("Mine.");
});

test("who is signed out while writing signs in again, and nothing is lost", async () => {
  await using opened = await openPage();
  const { page } = opened;
  await signInAsAnna(page, demo.url);
  await begin(page, "Interrupted");
  await page.context().clearCookies();
  await page.getByLabel("What is read aloud").fill("Written after the session ended.");
  const again = page.getByRole("dialog");
  await again.getByLabel("Password").fill("a long quiet evening");
  await again.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("Saved", { exact: true }).waitFor();
  await page.reload();
  await expect
    .poll(() => page.getByLabel("What is read aloud").inputValue())
    .toBe("Written after the session ended.");
});

test("a file of Twine's is taken in with what it lost, changed, and saved as a file again", async () => {
  await using opened = await openPage();
  const { page, complaints } = opened;
  await signInAsAnna(page, demo.url);
  await page.goto(`${demo.url}/stories/new`);
  const chooser = page.getByLabel("A story from Twine");
  const file = (text: string) => ({
    name: "The lamp.twee",
    mimeType: "text/plain",
    buffer: Buffer.from(text),
  });
  await chooser.setInputFiles(file("Dear diary"));
  await page.getByText("There is no story in this file.").waitFor();
  await chooser.setInputFiles(
    file(
      ":: Hall\n(set: $seen to true)It is dark.\n[[Up->Attic]]\n[[Down->Cellar]]\n\n:: Attic\nThe end.\n\n:: Cellar\nRats!\n",
    ),
  );
  await page.getByRole("heading", { level: 1, name: "The lamp" }).waitFor();
  await page.getByText("Not everything could be taken over.").waitFor();
  await page.getByText("Nothing is wrong", { exact: false }).waitFor();
  await looksWell(page, "story taken in");
  await page.getByRole("button", { name: "Got it" }).click();
  expect(await page.getByText("Not everything could be taken over.").count()).toBe(0);
  await page.getByLabel("What is read aloud").fill("It is pitch dark.");
  await page.getByText("Saved", { exact: true }).waitFor();
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Save as a Twee file" }).click(),
  ]);
  expect(saved.suggestedFilename()).toBe("The lamp.twee");
  expect(await readFile(await saved.path(), "utf8")).toContain("It is pitch dark.");
  expect(complaints.filter((each) => !each.includes("415"))).toEqual([]);
});

test("what is written while the server is away is saved once it is back", async () => {
  await using opened = await openPage();
  const { page } = opened;
  await signInAsAnna(page, demo.url);
  await begin(page, "Away");
  await demo.stopServer();
  await page.getByLabel("What is read aloud").fill("Written while nobody answered.");
  await page.getByText("Not saved. What you wrote is still here.").waitFor();
  await demo.startAgain();
  await page.getByText("Saved", { exact: true }).waitFor();
  await page.reload();
  await expect
    .poll(() => page.getByLabel("What is read aloud").inputValue())
    .toBe("Written while nobody answered.");
});

test("a passage in one's own voice, the card with its progress, and a pretend player whose two buttons choose", async () => {
  await using opened = await openPage({ ...phone, permissions: ["microphone"] });
  const { page, complaints } = opened;
  await signInAsAnna(page, demo.url);
  const id = await keptStory(page, {
    title: "Red or blue",
    passages: [
      {
        name: "Hall",
        text: "Two doors.",
        choices: [
          { label: "The red one", to: "Red" },
          { label: "The blue one", to: "Blue" },
        ],
      },
      { name: "Red", text: "A garden.", choices: [] },
      { name: "Blue", text: "A kitchen.", choices: [] },
    ],
  });
  await page.goto(`${demo.url}/stories/${id}?at=Red`);
  await page.getByRole("button", { name: "Record it" }).click();
  const recorder = page.getByRole("dialog", { name: "Record “Red”" });
  await recorder.getByText("A garden.").waitFor();
  await recorder.getByRole("button", { name: "Record", exact: true }).click();
  await recorder.getByRole("timer").getByText("0:01").waitFor();
  await recorder.getByRole("button", { name: "Stop recording" }).click();
  await recorder.getByRole("button", { name: "Keep it" }).click();
  await page.getByRole("button", { name: "Hear Red or blue: Red" }).waitFor();
  await looksWell(page, "passage with a recording");
  await page.getByRole("link", { name: "All passages" }).click();
  await mapOf(page)
    .getByRole("link", { name: /^Red.*a recording/ })
    .waitFor();

  await page.getByRole("button", { name: "Make the card" }).click();
  await page.getByText("The card is made.").waitFor();
  await looksWell(page, "story with its card");
  await page.getByRole("button", { name: "Play it here" }).click();
  await expect
    .poll(() => page.evaluate("document.querySelector('dialog audio')?.duration"))
    .toBeGreaterThan(0);
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("link", { name: "Open the card" }).click();
  await page.getByRole("heading", { level: 1, name: "Red or blue" }).waitFor();
  await page.getByText("left: Red · right: Blue").first().waitFor();
  await page.getByRole("link", { name: "Change its story" }).waitFor();
  await looksWell(page, "card of a story");
  await page.getByRole("button", { name: "Bring it to Yoto…" }).click();
  await page.getByRole("button", { name: "Bring it there" }).click();
  await page.getByText("Players have “Red or blue” as it is here").waitFor();

  await page.goto(`${demo.url}/try`);
  const box = page.getByRole("region", { name: "Pretend player Kitchen" });
  await page.getByRole("button", { name: "Pick up Red or blue" }).click();
  await box.getByRole("button", { name: /^Put it in here/ }).click();
  await box.getByRole("button", { name: "Right button of Kitchen" }).click();
  const playing = () => playingOn(demo.pretendUrl);
  await expect.poll(playing).toBe("Blue");
  await looksWell(page, "try a card with choices");
  await box.getByRole("button", { name: "Left button of Kitchen" }).click();
  await expect.poll(playing).toMatch(/^Hall/);
  await box.getByRole("button", { name: "Left button of Kitchen" }).click();
  await expect.poll(playing).toBe("Red");

  await page.goto(`${demo.url}/stories/${id}?at=Blue`);
  await page.getByLabel("What is read aloud").fill("A kitchen, and in it a cat.");
  await page.getByText("Saved", { exact: true }).waitFor();
  await page.getByRole("link", { name: "All passages" }).click();
  await page.getByText("The story has changed since its card was made").waitFor();
  await page.getByRole("button", { name: "Make it again" }).click();
  await page.getByText("The card is made.").waitFor();
  expect(complaints).toEqual([]);
});

test("a story that is deleted right after something was typed is deleted all the same", async () => {
  await using opened = await openPage();
  const { page } = opened;
  await signInAsAnna(page, demo.url);
  const id = await keptStory(page, { title: "Away with it" });
  await page.goto(`${demo.url}/stories/${id}`);
  await page.getByLabel("What is read aloud").fill("A last word.");
  await page.getByRole("button", { name: "Delete the story" }).click();
  await page.getByText("“Away with it” deleted").waitFor();
  await page.goto(`${demo.url}/`);
  const statusOf = async () => (await page.request.get(`${demo.url}/api/stories/${id}`)).status();
  await expect.poll(statusOf).toBe(404);
});

test("a story is written and played with the keyboard alone", async () => {
  await using opened = await openPage();
  const { page } = opened;
  await signInAsAnna(page, demo.url);
  await page.goto(`${demo.url}/stories/new`);
  await tabTo(page, /^A small example/);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Passages" }).waitFor();
  await tabTo(page, /^Play it here/);
  await page.keyboard.press("Enter");
  const playing = page.getByRole("dialog");
  await playing.getByText("Finn the fox stands at the edge").waitFor();
  await page.keyboard.press("ArrowRight");
  await playing.getByText("the mouth of a cave").waitFor();
  await page.keyboard.press("ArrowLeft");
  await playing.getByText("does not see his own paws").waitFor();
  await page.keyboard.press("Escape");
  await tabTo(page, /^Too dark/);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 2, name: "Too dark" }).waitFor();
});

const mapOf = (page: Page) => page.getByRole("region", { name: "Map of the story" });

/** A story that is there already; answers its id. */
async function keptStory(page: Page, story: object): Promise<string> {
  const headers = { origin: demo.url };
  const answer = await page.request.post(`${demo.url}/api/stories`, { headers, data: story });
  return (await answer.json()).id;
}

/** What the Kitchen plays, as the pretend Yoto says. */
async function playingOn(pretendUrl: string): Promise<string | undefined> {
  const { players } = (await (await fetch(`${pretendUrl}/_pretend/players`)).json()) as {
    players: { name: string; state: { playing?: { chapterTitle: string } } }[];
  };
  return players.find(({ name }) => name === "Kitchen")?.state.playing?.chapterTitle;
}

/** As on the first day, also when a test is run again. */
async function noStories(page: Page): Promise<void> {
  const { items } = await (await page.request.get(`${demo.url}/api/stories`)).json();
  for (const { id } of items)
    await page.request.delete(`${demo.url}/api/stories/${id}`, { headers: { origin: demo.url } });
}

/** A blank story; answers its address. */
async function begin(page: Page, title: string): Promise<string> {
  await page.goto(`${demo.url}/stories/new`);
  await page.getByRole("button", { name: /^A blank page/ }).click();
  await page.getByLabel("What is it called?").fill(title);
  await page.getByRole("button", { name: "Begin", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  return new URL(page.url()).pathname;
}

/** In daylight and in the dark: it can be read, and axe finds nothing; and it fits, as narrow as it gets. */
async function looksWell(page: Page, name: string): Promise<void> {
  const size = page.viewportSize() ?? phone.viewport;
  const at = size.width;
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await takePicture(page, `${name}, ${at} wide, ${colorScheme}`);
    const faults = [...(await accessibilityFaults(page)), ...(await paleText(page))];
    expect([await sticksOut(page), ...faults], `${name}, ${colorScheme}`).toEqual([0]);
  }
  await page.setViewportSize({ ...size, width: at < 500 ? 320 : 760 });
  expect(await sticksOut(page), `${name}, as narrow as it gets`).toBe(0);
  await page.setViewportSize(size);
}

/** By how many pixels the page is wider than the window. */
async function sticksOut(page: Page): Promise<number> {
  return Math.max(0, await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth"));
}
