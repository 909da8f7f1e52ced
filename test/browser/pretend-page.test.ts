import { expect, test } from "vitest";
import { startPretendFamily } from "../../src/simulator/pretend-family.ts";
import { openPage } from "./watched-page.ts";

test("on the pretend Yoto's page a person throws faults, sees what became of them, clears them and reads the messages", async () => {
  await using yoto = await startPretendFamily();
  await using opened = await openPage();
  const { page, complaints } = opened;
  await page.goto(`${yoto.url}/_pretend`);
  const inForce = page.getByRole("list", { name: "In force" });
  const said = page.getByRole("status");

  await page.getByRole("button", { name: "5 × error 503" }).click();
  await said.getByText("Done: 5 × error 503").waitFor();
  await inForce.getByText("API: 5 × error 503 not met yet, 5 to go").waitFor();
  await fetch(`${yoto.url}/content/mine`);
  await inForce.getByText("API: 5 × error 503 met 1 time, 4 to go").waitFor();
  await inForce.getByRole("button", { name: "Remove" }).click();
  await page.getByText("None in force.").waitFor();
  expect(yoto.faults.list()).toEqual([]);

  await page.getByText("Another fault").click();
  await page.getByLabel("Where").fill("{nonsense");
  await page.getByRole("button", { name: "Throw it" }).click();
  await said.getByText('"{nonsense" is not JSON').waitFor();
  await page.getByLabel("Where").fill('{"topic": "device/*/presence"}');
  await page.getByLabel("What", { exact: true }).fill('{"do": "drop"}');
  await page.getByRole("button", { name: "Throw it" }).click();
  await expect.poll(() => yoto.faults.list()).toMatchObject([{ what: { do: "drop" }, times: 2 }]);

  const kitchen = page.getByRole("article", { name: "Kitchen" });
  await kitchen.getByRole("button", { name: "Put in" }).click();
  await page
    .getByRole("region", { name: /^Journal/ })
    .getByText(/^insert /)
    .first()
    .waitFor();
  await kitchen.getByRole("textbox", { name: "with" }).fill('{"steps":');
  await kitchen.getByRole("button", { name: "Go" }).click();
  await said.getByText("is not JSON").waitFor();
  expect(complaints).toEqual([]);
});
