import { afterEach, describe, expect, test } from "vitest";
import { createDynamoTable } from "../src/adapters/aws/dynamodb/table.ts";
import { fixedClock } from "../src/adapters/memory/clock.ts";
import { AudioId } from "../src/domain/ids.ts";
import type { Table } from "../src/ports/table.ts";
import { createTranscripts } from "../src/stores/transcripts.ts";
import { startDynamoDb } from "./emulators/dynamodb.ts";
import { signedTo } from "./emulators/signed-to.ts";
import { onEveryTable } from "./on-every-table.ts";

const facts = { by: "somebody", language: "en", madeAtMs: 1 };
const manyLines = (count: number, word: string) =>
  Array.from({ length: count }, (_, at) => ({
    startSeconds: at * 2,
    text: `Line ${at} of the ${word} story.`,
  }));

async function wordsSaid(transcripts: ReturnType<typeof createTranscripts>, id?: AudioId) {
  const words = new Set<string>();
  for await (const page of transcripts.said(id)) for (const word of page.words.split(" ")) words.add(word);
  return words;
}

function suite(newTable: () => Promise<Table>): void {
  test("what was kept comes back line by line, however long it is", async () => {
    const transcripts = createTranscripts(await newTable());
    const [id, other] = [AudioId("long"), AudioId("longer")];
    const lines = manyLines(1500, "whale");
    await transcripts.keep(id, { ...facts, lines });
    await transcripts.keep(other, { by: "text", madeAtMs: 2, lines: manyLines(3, "snail") });
    expect(await transcripts.get(id)).toEqual({ ...facts, lines });
    expect(await transcripts.get(other)).toEqual({ by: "text", madeAtMs: 2, lines: manyLines(3, "snail") });
    expect(await transcripts.get(AudioId("unheard"))).toBeUndefined();
  });

  test("words are told of one recording and of all, each with whose it is", async () => {
    const transcripts = createTranscripts(await newTable());
    await transcripts.keep(AudioId("a"), {
      ...facts,
      lines: [{ startSeconds: 0, text: "Müde Füchse, ÉTOILE!" }],
    });
    await transcripts.keep(AudioId("b"), { ...facts, lines: manyLines(2, "snail") });
    expect([...(await wordsSaid(transcripts, AudioId("a")))]).toEqual(["mude", "fuchse", "etoile"]);
    expect((await wordsSaid(transcripts)).has("snail")).toBe(true);
    const owners: string[] = [];
    for await (const { audioId } of transcripts.said()) owners.push(audioId);
    expect(owners).toEqual(["a", "b"]);
  });

  test("a shorter one in its place leaves nothing of the longer one behind, and deleting leaves nothing at all", async () => {
    const transcripts = createTranscripts(await newTable());
    const id = AudioId("again");
    const different = Array.from({ length: 3000 }, (_, at) => ({ startSeconds: at, text: `word${at}` }));
    await transcripts.keep(id, { ...facts, lines: different });
    await transcripts.keep(id, { ...facts, by: "another", lines: [{ startSeconds: 1, text: "Only this." }] });
    expect(await transcripts.get(id)).toMatchObject({ by: "another", lines: [{ text: "Only this." }] });
    expect([...(await wordsSaid(transcripts))]).toEqual(["only", "this"]);
    await transcripts.delete(id);
    expect(await transcripts.get(id)).toBeUndefined();
    expect((await wordsSaid(transcripts)).size).toBe(0);
  });

  test("nobody speaking is known, too", async () => {
    const transcripts = createTranscripts(await newTable());
    await transcripts.keep(AudioId("quiet"), { ...facts, lines: [] });
    expect(await transcripts.get(AudioId("quiet"))).toEqual({ ...facts, lines: [] });
  });
}

onEveryTable("transcripts", (newGround) => suite(async () => newGround().table));

describe("transcripts on DynamoDB", () => {
  const opened: AsyncDisposable[] = [];
  afterEach(async () => {
    for (const each of opened.splice(0)) await each[Symbol.asyncDispose]();
  });
  suite(async () => {
    const database = await startDynamoDb("table");
    opened.push(database);
    const call = signedTo(() => database.endpoint);
    return createDynamoTable(call, "table", fixedClock(Date.UTC(2030, 0, 1)));
  });
});
