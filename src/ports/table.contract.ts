import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { anyCharacter } from "../../test/any-character.ts";
import { fixedClock } from "../adapters/memory/clock.ts";
import type { Clock } from "./clock.ts";
import { BadCursor, BadItem, type Item, ItemTooLarge, type Key, type Query, type Table } from "./table.ts";

/** A table that may want to be closed. */
type OpenTable = Table & Partial<AsyncDisposable>;

/**
 * What every {@link Table} promises. The suite makes one table and gives each test partitions of its own, so that a table
 * that is slow to come up can take part. Nothing here scans, uses transactions or trusts the index to be up to date at once.
 */
export function tableContract(name: string, make: (clock: Clock) => Promise<OpenTable> | OpenTable): void {
  describe(`${name} as a table`, () => {
    const clock = fixedClock(Date.UTC(2030, 0, 1));
    const nowSeconds = () => clock.nowMs() / 1000;
    let table: OpenTable;
    let partitions = 0;
    const partition = () => `TEST#${++partitions}`;
    beforeAll(async () => {
      table = await make(clock);
    });
    afterAll(async () => {
      await table[Symbol.asyncDispose]?.();
    });

    /** All pages, however short the table makes them. */
    const all = async (query: Query): Promise<readonly Item[]> => {
      const items: Item[] = [];
      let cursor: string | undefined;
      do {
        const page = await table.query({ ...query, ...(cursor !== undefined && { cursor }) });
        expect(page.items.length).toBeLessThanOrEqual(query.limit ?? 100);
        items.push(...page.items);
        cursor = page.cursor;
      } while (cursor !== undefined);
      return items;
    };
    const sortKeys = async (query: Query) =>
      (await all(query)).map((item) => (query.inIndex ? item.index?.sk : item.sk));
    const fill = async (pk: string, sks: readonly string[]) => {
      for (const sk of sks) await table.put({ pk, sk, data: { sk } });
    };

    describe("one item", () => {
      test("is absent before it is put", async () => {
        expect(await table.get({ pk: partition(), sk: "A" })).toBeUndefined();
      });

      test("comes back as it was put, with everything that was said of it", async () => {
        const item = {
          pk: partition(),
          sk: "A",
          data: { a: 1 },
          index: { pk: partition(), sk: "listed" },
          expiresAt: nowSeconds() + 60,
        };
        expect(await table.put(item)).toEqual({ ok: true, version: 1 });
        expect(await table.get(item)).toEqual({ ...item, version: 1 });
      });

      test("comes with others, in the order of their keys, however many and however often one is named", async () => {
        const pk = partition();
        const place = (number: number) => ({ pk, sk: `N${number}` });
        await Promise.all(
          Array.from({ length: 130 }, (_, number) => table.put({ ...place(number), data: { number } })),
        );
        await table.put({ ...place(7), data: { number: 7 }, expiresAt: nowSeconds() - 1 });
        const asked = [129, 3, 500, 3, 7, ...Array.from({ length: 125 }, (_, at) => at + 1)];
        const found = await table.getMany(asked.map(place));
        const wanted = asked.map((number) => (number === 7 || number > 129 ? undefined : number));
        expect(found.map((item) => item?.data["number"])).toEqual(wanted);
        expect(found[0]).toStrictEqual({ ...place(129), data: { number: 129 }, version: 1 });
        expect(await table.getMany([])).toEqual([]);
        await expect(table.getMany([{ pk, sk: "" }])).rejects.toThrow(BadItem);
      });

      test("comes back without index and expiry when it has none", async () => {
        const key = { pk: partition(), sk: "A" };
        await table.put({ ...key, data: {} });
        expect(await table.get(key)).toStrictEqual({ ...key, data: {}, version: 1 });
      });

      test("is replaced whole: index and expiry of the version before are gone", async () => {
        const key = { pk: partition(), sk: "A" };
        const list = partition();
        await table.put({
          ...key,
          data: { old: true },
          index: { pk: list, sk: "x" },
          expiresAt: nowSeconds() + 60,
        });
        expect(await table.put({ ...key, data: { young: true } })).toEqual({ ok: true, version: 2 });
        expect(await table.get(key)).toStrictEqual({ ...key, data: { young: true }, version: 2 });
        await vi.waitFor(async () => expect(await all({ pk: list, inIndex: true })).toEqual([]));
      });

      test("keeps any JSON exactly", async () => {
        const key = { pk: partition(), sk: "A" };
        const data = {
          empty: "",
          nested: { list: [1, -2.5, 1e-7, null, true, [], {}], "": { "": 0 } },
          text: 'Ü – 日本 – 👩‍👧 – \u0000 – \u2028 – "\\" – \ud83d',
          big: Number.MAX_SAFE_INTEGER,
          __proto: "kept",
        };
        await table.put({ ...key, data });
        expect((await table.get(key))?.data).toStrictEqual(data);
      });

      test("keeps wild JSON and wild keys", async () => {
        const pk = partition();
        const text = fc.string({ unit: anyCharacter, minLength: 1, maxLength: 50 });
        const sortKey = text.filter((each) => !each.includes("\0") && each.isWellFormed());
        const json = fc.dictionary(
          fc.string({ unit: anyCharacter }),
          fc.jsonValue({ stringUnit: anyCharacter }),
        );
        await fc.assert(
          fc.asyncProperty(sortKey, json, async (sk, wild) => {
            const data = JSON.parse(JSON.stringify(wild));
            await table.put({ pk, sk, data });
            expect((await table.get({ pk, sk }))?.data).toEqual(data);
          }),
          { numRuns: 50 },
        );
      });

      test("belongs to the table: changing what was given or got changes nothing", async () => {
        const key = { pk: partition(), sk: "A" };
        const given = { list: [1] };
        await table.put({ ...key, data: given });
        given.list.push(2);
        const got = await table.get(key);
        expect(got?.data).toEqual({ list: [1] });
        if (got) Object.assign(got.data, { list: "spoilt" });
        expect((await table.get(key))?.data).toEqual({ list: [1] });
      });

      test("may have 350 KB of JSON and no byte more", async () => {
        const key = { pk: partition(), sk: "A" };
        const most = 350 * 1024 - JSON.stringify({ text: "" }).length;
        await table.put({ ...key, data: { text: "x".repeat(most) } });
        expect(await table.get(key)).toMatchObject({ version: 1 });
        await expect(table.put({ ...key, data: { text: "x".repeat(most + 1) } })).rejects.toThrow(
          ItemTooLarge,
        );
        // Two bytes each in UTF-8: bytes count, not characters.
        await expect(table.put({ ...key, data: { text: "ü".repeat(most / 2 + 1) } })).rejects.toThrow(
          ItemTooLarge,
        );
        expect(await table.get(key)).toMatchObject({ version: 1 });
      });

      test.each([
        ["an empty partition key", { pk: "", sk: "A" }],
        ["an empty sort key", { pk: "A", sk: "" }],
        ["a sort key over 1 KB", { pk: "A", sk: "x".repeat(1025) }],
        ["a partition key over 1 KB of UTF-8", { pk: "ü".repeat(513), sk: "A" }],
        ["NUL in a key", { pk: "A", sk: "a\0b" }],
        ["half a surrogate pair in a key", { pk: "A", sk: "\ud83d" }],
      ])("is refused with %s", async (_, key: Key) => {
        await expect(table.put({ ...key, data: {} })).rejects.toThrow(BadItem);
        await expect(table.get(key)).rejects.toThrow(BadItem);
        await expect(table.delete(key)).rejects.toThrow(BadItem);
      });

      test("is refused with an expiry that is no whole second", async () => {
        await expect(table.put({ pk: partition(), sk: "A", data: {}, expiresAt: 1.5 })).rejects.toThrow(
          BadItem,
        );
      });
    });

    describe("conditions", () => {
      test("if absent: the first put happens, the second is refused and changes nothing", async () => {
        const key = { pk: partition(), sk: "A" };
        expect(await table.put({ ...key, data: { by: 1 } }, { ifAbsent: true })).toEqual({
          ok: true,
          version: 1,
        });
        expect(await table.put({ ...key, data: { by: 2 } }, { ifAbsent: true })).toEqual({ ok: false });
        expect(await table.get(key)).toMatchObject({ data: { by: 1 }, version: 1 });
      });

      test("if version: only the version that is there now", async () => {
        const key = { pk: partition(), sk: "A" };
        expect(await table.put({ ...key, data: {} }, { ifVersion: 1 })).toEqual({ ok: false });
        await table.put({ ...key, data: { n: 1 } });
        expect(await table.put({ ...key, data: { n: 2 } }, { ifVersion: 1 })).toEqual({
          ok: true,
          version: 2,
        });
        expect(await table.put({ ...key, data: { n: 3 } }, { ifVersion: 1 })).toEqual({ ok: false });
        expect(await table.put({ ...key, data: { n: 3 } }, { ifVersion: 3 })).toEqual({ ok: false });
        expect(await table.put({ ...key, data: { n: 3 } }, { ifVersion: 0 })).toEqual({ ok: false });
        expect(await table.get(key)).toMatchObject({ data: { n: 2 }, version: 2 });
      });

      test("a relaxed write keeps its condition and is read at once, and a synced one goes on from it", async () => {
        const key = { pk: partition(), sk: "A" };
        const first = await table.put({ ...key, data: { n: 1 } }, { ifAbsent: true }, "relaxed");
        expect(first).toEqual({ ok: true, version: 1 });
        expect(await table.put({ ...key, data: {} }, { ifAbsent: true }, "relaxed")).toEqual({ ok: false });
        expect(await table.get(key)).toMatchObject({ data: { n: 1 }, version: 1 });
        expect(await table.put({ ...key, data: { n: 2 } }, { ifVersion: 1 })).toEqual({
          ok: true,
          version: 2,
        });
      });

      test("deleting: without condition always, with a version only that one", async () => {
        const key = { pk: partition(), sk: "A" };
        expect(await table.delete(key)).toBe(true);
        expect(await table.delete(key, { ifVersion: 1 })).toBe(false);
        await table.put({ ...key, data: {} });
        expect(await table.delete(key, { ifVersion: 2 })).toBe(false);
        expect(await table.get(key)).toBeDefined();
        expect(await table.delete(key, { ifVersion: 1 })).toBe(true);
        expect(await table.get(key)).toBeUndefined();
        await table.put({ ...key, data: {} });
        expect(await table.delete(key)).toBe(true);
        expect(await table.get(key)).toBeUndefined();
      });

      test("after a delete the count of versions begins anew", async () => {
        const key = { pk: partition(), sk: "A" };
        await table.put({ ...key, data: {} });
        await table.put({ ...key, data: {} });
        await table.delete(key);
        expect(await table.put({ ...key, data: {} })).toEqual({ ok: true, version: 1 });
      });

      test("a deleted item leaves the index too", async () => {
        const list = partition();
        const item = { pk: partition(), sk: "A", data: {}, index: { pk: list, sk: "x" } };
        await table.put(item);
        await vi.waitFor(async () => expect(await all({ pk: list, inIndex: true })).toHaveLength(1));
        await table.delete(item);
        await vi.waitFor(async () => expect(await all({ pk: list, inIndex: true })).toEqual([]));
      });

      test("of fifty that change the same version at once exactly one wins", async () => {
        const key = { pk: partition(), sk: "A" };
        await table.put({ ...key, data: {} });
        const answers = await Promise.all(
          Array.from({ length: 50 }, (_, by) => table.put({ ...key, data: { by } }, { ifVersion: 1 })),
        );
        expect(answers.filter(({ ok }) => ok)).toEqual([{ ok: true, version: 2 }]);
        expect((await table.get(key))?.data).toEqual({ by: answers.findIndex(({ ok }) => ok) });
      });

      test("of fifty that create the same item at once exactly one wins", async () => {
        const key = { pk: partition(), sk: "A" };
        const answers = await Promise.all(
          Array.from({ length: 50 }, (_, by) => table.put({ ...key, data: { by } }, { ifAbsent: true })),
        );
        expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      });

      test("twenty that count together, each trying until it wins, lose no count", async () => {
        const key = { pk: partition(), sk: "A" };
        await table.put({ ...key, data: { count: 0 } });
        const countOne = async () => {
          for (;;) {
            const item = await table.get(key);
            const count = Number(item?.data["count"]) + 1;
            if ((await table.put({ ...key, data: { count } }, { ifVersion: item?.version ?? 0 })).ok) return;
          }
        };
        await Promise.all(Array.from({ length: 20 }, countOne));
        expect(await table.get(key)).toMatchObject({ data: { count: 20 }, version: 21 });
      });

      test("unconditional puts at once all happen and each has a version of its own", async () => {
        const key = { pk: partition(), sk: "A" };
        const answers = await Promise.all(
          Array.from({ length: 20 }, (_, by) => table.put({ ...key, data: { by } })),
        );
        const versions = answers.map((answer) => (answer.ok ? answer.version : 0)).sort((a, b) => a - b);
        expect(versions).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
      });
    });

    describe("expiry", () => {
      const expiring = async (seconds: number) => {
        const item = {
          pk: partition(),
          sk: "A",
          data: { from: "before" },
          index: { pk: partition(), sk: "x" },
          expiresAt: Math.ceil(nowSeconds()) + seconds,
        };
        await table.put(item);
        await table.put(item);
        return item;
      };

      test("until its second an item is there, from then on it is not, for any kind of reading", async () => {
        const item = await expiring(10);
        const inIndex = { pk: item.index.pk, inIndex: true };
        clock.advance(9_999);
        expect(await table.get(item)).toMatchObject({ version: 2 });
        await vi.waitFor(async () => expect(await all(inIndex)).toHaveLength(1));
        clock.advance(1);
        expect(await table.get(item)).toBeUndefined();
        expect(await all({ pk: item.pk })).toEqual([]);
        expect(await all(inIndex)).toEqual([]);
      });

      test("an expired item counts as absent for every condition", async () => {
        const item = await expiring(1);
        clock.advance(1_000);
        expect(await table.put(item, { ifVersion: 2 })).toEqual({ ok: false });
        expect(await table.delete(item, { ifVersion: 2 })).toBe(false);
        const { expiresAt: _, ...lasting } = item;
        expect(await table.put(lasting, { ifAbsent: true })).toEqual({ ok: true, version: 1 });
        expect(await table.get(item)).toStrictEqual({ ...lasting, version: 1 });
      });

      test("an unconditional put over an expired item begins a new one", async () => {
        const item = await expiring(1);
        clock.advance(1_000);
        expect(await table.put({ pk: item.pk, sk: item.sk, data: {} })).toEqual({ ok: true, version: 1 });
        expect(await table.get(item)).toStrictEqual({ pk: item.pk, sk: item.sk, data: {}, version: 1 });
      });

      test("deleting an expired item is no refusal", async () => {
        const item = await expiring(1);
        clock.advance(1_000);
        expect(await table.delete(item)).toBe(true);
      });

      test("expired items between others neither show nor end a list early", async () => {
        const pk = partition();
        for (let n = 10; n < 40; n++)
          await table.put({
            pk,
            sk: `${n}`,
            data: {},
            ...(n % 3 !== 0 && { expiresAt: Math.ceil(nowSeconds()) + 1 }),
          });
        clock.advance(1_000);
        const left = ["12", "15", "18", "21", "24", "27", "30", "33", "36", "39"];
        expect(await sortKeys({ pk, limit: 4 })).toEqual(left);
        expect(await sortKeys({ pk, limit: 1, backwards: true })).toEqual(left.toReversed());
      });
    });

    describe("queries", () => {
      /** In the order of their UTF-8 bytes; UTF-16 would put the emoji before U+FB01 and U+FFFD. */
      const inByteOrder = [
        " ",
        "-",
        "0",
        "10",
        "9",
        "A",
        "B",
        "a",
        "z",
        "~",
        "é",
        "ﬁ",
        "\ufffd",
        "😀",
        "😀x",
        "🙂",
      ];

      test("answer in the order of the sort keys' UTF-8 bytes", async () => {
        const pk = partition();
        await fill(pk, inByteOrder.toReversed());
        expect(await sortKeys({ pk })).toEqual(inByteOrder);
        expect(await sortKeys({ pk, backwards: true })).toEqual(inByteOrder.toReversed());
      });

      test("see their own partition only", async () => {
        const pk = partition();
        await fill(pk, ["a"]);
        await fill(`${pk}0`, ["b"]);
        expect(await sortKeys({ pk })).toEqual(["a"]);
        expect(await table.query({ pk: partition() })).toEqual({ items: [] });
      });

      test("take a prefix", async () => {
        const pk = partition();
        await fill(pk, ["EVENT", "EVENT#", "EVENT#1", "EVENT#2", "EVENT$", "EVEN", "F"]);
        expect(await sortKeys({ pk, prefix: "EVENT#" })).toEqual(["EVENT#", "EVENT#1", "EVENT#2"]);
        expect(await sortKeys({ pk, prefix: "EVENT#", backwards: true })).toEqual([
          "EVENT#2",
          "EVENT#1",
          "EVENT#",
        ]);
        expect(await sortKeys({ pk, prefix: "X" })).toEqual([]);
      });

      test("take a prefix that ends in the last of all characters or before the surrogates", async () => {
        const pk = partition();
        const last = "\u{10ffff}";
        await fill(pk, [
          "a",
          `a${last}`,
          `a${last}${last}`,
          `a${last}b`,
          "b",
          "\ud7ff",
          "\ud7ffx",
          "\ue000",
          last,
        ]);
        expect(await sortKeys({ pk, prefix: `a${last}` })).toEqual([
          `a${last}`,
          `a${last}b`,
          `a${last}${last}`,
        ]);
        expect(await sortKeys({ pk, prefix: "\ud7ff" })).toEqual(["\ud7ff", "\ud7ffx"]);
        expect(await sortKeys({ pk, prefix: last })).toEqual([last]);
      });

      test("take bounds, both inclusive, each alone too", async () => {
        const pk = partition();
        await fill(pk, ["a", "b", "c", "d", "e"]);
        expect(await sortKeys({ pk, from: "b", to: "d" })).toEqual(["b", "c", "d"]);
        expect(await sortKeys({ pk, from: "c" })).toEqual(["c", "d", "e"]);
        expect(await sortKeys({ pk, to: "c" })).toEqual(["a", "b", "c"]);
        expect(await sortKeys({ pk, from: "bb", to: "cc", backwards: true })).toEqual(["c"]);
        expect(await sortKeys({ pk, from: "d", to: "b" })).toEqual([]);
      });

      test.each([1, 2, 3, 7, 100])("come in pages of %i without a gap or a double", async (limit) => {
        const pk = partition();
        const sks = Array.from({ length: 21 }, (_, n) => `k${String(n).padStart(2, "0")}`);
        await fill(pk, sks);
        expect(await sortKeys({ pk, limit })).toEqual(sks);
        expect(await sortKeys({ pk, limit, backwards: true })).toEqual(sks.toReversed());
        expect(await sortKeys({ pk, limit, prefix: "k1" })).toEqual(sks.slice(10, 20));
        expect(await sortKeys({ pk, limit, from: "k03", to: "k09", backwards: true })).toEqual(
          sks.slice(3, 10).toReversed(),
        );
      });

      test("have 100 items a page when nothing is said", async () => {
        const pk = partition();
        await Promise.all(Array.from({ length: 101 }, (_, n) => table.put({ pk, sk: `k${n}`, data: {} })));
        const page = await table.query({ pk });
        expect(page.items.length).toBeLessThanOrEqual(100);
        expect(page.cursor).toBeTypeOf("string");
        expect(await all({ pk })).toHaveLength(101);
      });

      test("go on where they were when items come and go meanwhile", async () => {
        const pk = partition();
        await fill(pk, ["b", "d", "f", "h"]);
        const first = await table.query({ pk, limit: 2 });
        await table.delete({ pk, sk: "d" });
        await fill(pk, ["a", "e"]);
        const cursor = first.cursor ?? "";
        const second = await table.query({ pk, limit: 2, cursor });
        expect(second.items.map(({ sk }) => sk)).toEqual(["e", "f"]);
      });

      test("answer large items over several pages if they must", async () => {
        const pk = partition();
        const text = "x".repeat(300_000);
        for (let n = 0; n < 5; n++) await table.put({ pk, sk: `${n}`, data: { text } });
        expect(await sortKeys({ pk, limit: 1000 })).toEqual(["0", "1", "2", "3", "4"]);
      });

      test.each([
        ["a prefix together with a bound", { prefix: "a", from: "b" }],
        ["a page of none", { limit: 0 }],
        ["a page of more than a thousand", { limit: 1001 }],
        ["a page of a half", { limit: 1.5 }],
      ])("refuse %s", async (_, wrong: Partial<Query>) => {
        await expect(table.query({ pk: partition(), ...wrong })).rejects.toThrow(BadItem);
      });
    });

    describe("the index", () => {
      const list = async (pk: string, sks: readonly string[]) => {
        for (const sk of sks)
          await table.put({ pk: `${pk}/${sk}`, sk: "META", data: { sk }, index: { pk, sk } });
        await vi.waitFor(async () => expect(await all({ pk, inIndex: true })).toHaveLength(sks.length));
      };

      test("answers whole items in the order of its sort keys, both ways, by prefix and range", async () => {
        const pk = partition();
        await list(pk, ["c", "a", "bb", "ba", "😀", "\ufffd"]);
        const query = { pk, inIndex: true };
        expect(await sortKeys(query)).toEqual(["a", "ba", "bb", "c", "\ufffd", "😀"]);
        expect(await sortKeys({ ...query, backwards: true, limit: 2 })).toEqual([
          "😀",
          "\ufffd",
          "c",
          "bb",
          "ba",
          "a",
        ]);
        expect(await sortKeys({ ...query, prefix: "b" })).toEqual(["ba", "bb"]);
        expect(await sortKeys({ ...query, from: "bb", to: "c", limit: 1 })).toEqual(["bb", "c"]);
        expect((await all({ ...query, prefix: "a" }))[0]).toStrictEqual({
          pk: `${pk}/a`,
          sk: "META",
          data: { sk: "a" },
          index: { pk, sk: "a" },
          version: 1,
        });
      });

      test("pages through items that share a sort key", async () => {
        const pk = partition();
        const owners = Array.from({ length: 9 }, (_, n) => `${pk}/${n}`);
        for (const owner of owners)
          await table.put({ pk: owner, sk: "META", data: {}, index: { pk, sk: "same" } });
        const query = { pk, inIndex: true, limit: 2 };
        await vi.waitFor(async () => expect(await all(query)).toHaveLength(owners.length));
        const found = (await all(query)).map((item) => item.pk);
        expect(found.toSorted()).toEqual(owners);
        const back = (await all({ ...query, backwards: true })).map((item) => item.pk);
        expect(back.toSorted()).toEqual(owners);
      });

      test("follows an item that moves in it", async () => {
        const pk = partition();
        const item = { pk: partition(), sk: "A", data: {} };
        await table.put({ ...item, index: { pk, sk: "1" } });
        await table.put({ ...item, index: { pk, sk: "2" } });
        await vi.waitFor(async () => expect(await sortKeys({ pk, inIndex: true })).toEqual(["2"]));
      });

      test("is apart from the partitions of the table itself", async () => {
        const pk = partition();
        await list(pk, ["a"]);
        expect(await all({ pk })).toEqual([]);
        await fill(pk, ["b"]);
        expect(await sortKeys({ pk, inIndex: true })).toEqual(["a"]);
      });
    });

    describe("a cursor", () => {
      const withCursor = async () => {
        const pk = partition();
        await fill(pk, ["a", "b", "c"]);
        const { cursor } = await table.query({ pk, limit: 1 });
        return { pk, cursor: cursor ?? "" };
      };

      test("takes another page size along", async () => {
        const { pk, cursor } = await withCursor();
        expect((await table.query({ pk, cursor, limit: 50 })).items.map(({ sk }) => sk)).toEqual(["b", "c"]);
      });

      test("is good for its own query only", async () => {
        const { pk, cursor } = await withCursor();
        const others: Query[] = [
          { pk: partition() },
          { pk, inIndex: true },
          { pk, backwards: true },
          { pk, prefix: "a" },
          { pk, from: "a" },
          { pk, to: "c" },
        ];
        for (const other of others)
          await expect(table.query({ ...other, cursor })).rejects.toThrow(BadCursor);
      });

      test.each(["", "x", "bm9uc2Vuc2U", "W10", "e30", "bnVsbA", "WyJhIiwiYiJd", "💥", "a".repeat(5000)])(
        "that never was one (%s) is told from a real one",
        async (cursor) => {
          await expect(table.query({ pk: partition(), cursor })).rejects.toThrow(BadCursor);
        },
      );

      test("that was altered is told from a real one", async () => {
        const { pk, cursor } = await withCursor();
        const last = cursor.at(-2) === "A" ? "B" : "A";
        const altered = `${cursor.slice(0, -2)}${last}${cursor.slice(-1)}`;
        await expect(table.query({ pk, cursor: altered })).rejects.toThrow(BadCursor);
      });
    });
  });
}
