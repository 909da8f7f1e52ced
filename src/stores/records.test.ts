import { expect, test } from "vitest";
import { z } from "zod";
import { onEveryTable } from "../../test/on-every-table.ts";
import { BadRecord, gather, recordsOf } from "./records.ts";

type Note = { readonly id: string; readonly text: string };
const kind = {
  schema: z.object({ id: z.string(), text: z.string() }),
  place: ({ id }: Note) => ({ pk: "NOTE", sk: id }),
};

onEveryTable("records", (newGround) => {
  test("what a later version added is ignored", async () => {
    const { table } = newGround();
    await table.put({ pk: "NOTE", sk: "a", data: { id: "a", text: "hello", colour: "red" } });
    expect(await recordsOf(table, kind).get({ pk: "NOTE", sk: "a" })).toEqual({
      value: { id: "a", text: "hello" },
      version: 1,
    });
  });

  test("a record that makes no sense is told by its key and field", async () => {
    const { table } = newGround();
    await table.put({ pk: "NOTE", sk: "a", data: { id: "a", text: 5 } });
    const records = recordsOf(table, kind);
    await expect(records.get({ pk: "NOTE", sk: "a" })).rejects.toThrow(BadRecord);
    await expect(records.get({ pk: "NOTE", sk: "a" })).rejects.toThrow(/NOTE\/a.*text/);
    await expect(records.page({ pk: "NOTE" })).rejects.toThrow(/NOTE\/a/);
  });

  test("all pages of a list are gone through", async () => {
    const { table } = newGround();
    const records = recordsOf(table, kind);
    const ids = Array.from({ length: 25 }, (_, n) => String(n).padStart(2, "0"));
    await Promise.all(ids.map((id) => records.put({ id, text: "" })));
    const gathered = await gather(records.all({ pk: "NOTE", limit: 10 }));
    expect(gathered.map(({ value }) => value.id)).toEqual(ids);
  });
});
