import { expect, test } from "vitest";
import { onEveryTable } from "../../test/on-every-table.ts";
import { BadRecord } from "./records.ts";
import { createSettings } from "./settings.ts";

onEveryTable("settings", (newGround) => {
  test("what nobody has set has its default, at version 0", async () => {
    const settings = createSettings(newGround().table);
    expect(await settings.get("delivery")).toEqual({ value: "auto", version: 0 });
    expect((await settings.get("card-limits")).value).toMatchObject({ tracks: 100, trackSeconds: 3600 });
    for (const key of ["upload-bytes", "history-days", "statistics-days", "time-zone"] as const)
      expect(await settings.get(key)).toMatchObject({ version: 0 });
  });

  test("what was set stays until it is reset", async () => {
    const settings = createSettings(newGround().table);
    await settings.set("delivery", "proxy");
    expect(await settings.get("delivery")).toEqual({ value: "proxy", version: 1 });
    await settings.reset("delivery");
    expect(await settings.get("delivery")).toEqual({ value: "auto", version: 0 });
  });

  test("who names a version is refused when another was first, also for the first time", async () => {
    const settings = createSettings(newGround().table);
    expect(await settings.set("history-days", 10, 0)).toEqual({ ok: true, version: 1 });
    expect(await settings.set("history-days", 20, 0)).toEqual({ ok: false });
    expect(await settings.set("history-days", 20, 1)).toEqual({ ok: true, version: 2 });
    expect((await settings.get("history-days")).value).toBe(20);
  });

  test("a limit that a later version added has its default in what was stored before", async () => {
    const { table } = newGround();
    await table.put({ pk: "SETTING#card-limits", sk: "VALUE", data: { value: { tracks: 50 } } });
    const { value } = await createSettings(table).get("card-limits");
    expect(value).toMatchObject({ tracks: 50, cardBytes: 500_000_000 });
  });

  test("however large uploads may be, they are told no larger than there is room for", async () => {
    const { table } = newGround();
    await createSettings(table).set("upload-bytes", 20_000_000_000);
    expect((await createSettings(table, 5_000_000_000).get("upload-bytes")).value).toBe(5_000_000_000);
    expect((await createSettings(table).get("upload-bytes")).value).toBe(20_000_000_000);
  });

  test("nonsense is neither stored nor read", async () => {
    const { table } = newGround();
    const settings = createSettings(table);
    await expect(settings.set("history-days", -1)).rejects.toThrow(BadRecord);
    await table.put({ pk: "SETTING#delivery", sk: "VALUE", data: { value: "pigeon" } });
    await expect(settings.get("delivery")).rejects.toThrow(/SETTING#delivery/);
  });
});
