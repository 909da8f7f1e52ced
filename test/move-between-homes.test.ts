import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createDynamoTable } from "../src/adapters/aws/dynamodb/table.ts";
import { createS3AudioFiles } from "../src/adapters/aws/s3/audio-files.ts";
import { openAudioFolder } from "../src/adapters/files/audio-files.ts";
import { openKeyRingFile } from "../src/adapters/secrets/key-ring-file.ts";
import { createSqliteTable } from "../src/adapters/sqlite/table.ts";
import { systemClock } from "../src/adapters/system/clock.ts";
import { CliTrouble } from "../src/cli/api.ts";
import { UserName, YotoAccountId } from "../src/domain/ids.ts";
import { moveBetween } from "../src/main/operate/move.ts";
import { createYotoAccounts } from "../src/stores/yoto-accounts.ts";
import { startDynamoDb } from "./emulators/dynamodb.ts";
import { startParameters } from "./emulators/parameters.ts";
import { startS3 } from "./emulators/s3.ts";
import { signedTo } from "./emulators/signed-to.ts";

const clock = systemClock();
const id = YotoAccountId("auth0|1");
const wholeAudio = { maxBytes: 1_000_000, contentType: "audio/mpeg" };

test("a family moves from a data folder to AWS and back into another one, with its recordings and what only its keys open", async () => {
  await using database = await startDynamoDb("table");
  await using s3 = await startS3();
  s3.createBucket("audio");
  await using parameters = await startParameters({});
  const folders = await Promise.all(["old", "new"].map((name) => mkdtemp(join(tmpdir(), `home-${name}-`))));
  const [oldHome = "", newHome = ""] = folders;
  const call: ReturnType<typeof signedTo> = (service, request) => {
    const endpoint = { dynamodb: database.endpoint, s3: s3.endpoint, ssm: parameters.endpoint }[
      service as "s3"
    ];
    return signedTo(() => endpoint)(service, request);
  };
  const wanted = {
    region: "us-east-1",
    table: "table",
    bucket: "audio",
    parameterPrefix: "/prod",
    replace: false,
    onProgress: () => {},
  };
  /** Opens a home's data as the server would. */
  const at = async <Answer>(
    folder: string,
    look: (home: {
      accounts: ReturnType<typeof createYotoAccounts>;
      table: ReturnType<typeof createSqliteTable>;
    }) => Promise<Answer>,
  ) => {
    await using table = createSqliteTable(join(folder, "yoto-smart-stream.db"), clock);
    const secrets = await openKeyRingFile(join(folder, "keys"));
    return await look({ table, accounts: createYotoAccounts({ table, secrets, clock }) });
  };
  try {
    const tokens = { accessToken: "a", refreshToken: "r", expiresAtMs: 1, refreshedAtMs: 1 };
    await at(oldHome, async ({ accounts, table }) => {
      await accounts.link({ id, linkedBy: UserName("anna"), scopes: [], tokens });
      for (let each = 0; each < 150; each++)
        await table.put({
          pk: `AUDIO#${each}`,
          sk: "META",
          data: { each },
          index: { pk: "AUDIO", sk: `${each}` },
        });
    });
    const bear = new Uint8Array(300_000).fill(7);
    const files = await openAudioFolder(join(oldHome, "audio"));
    await files.put("audio/bear.mp3", new Blob([bear]).stream(), wholeAudio);

    const out = await moveBetween({ ...wanted, to: "aws" }, { call, dataDir: oldHome, clock });
    expect(out).toEqual({ items: 151, files: 1, bytes: bear.length, filesThere: 0, accounts: 1 });
    const table = createDynamoTable(call, "table", clock);
    expect((await table.query({ pk: "AUDIO", inIndex: true, limit: 1000 })).items).toHaveLength(150);
    const bucket = createS3AudioFiles(call, {
      bucket: "audio",
      addressOf: async () => new URL("http://nowhere"),
    });
    expect((await new Response((await bucket.read("audio/bear.mp3")) ?? null).arrayBuffer()).byteLength).toBe(
      bear.length,
    );
    expect(await at(oldHome, async ({ accounts }) => (await accounts.get(id))?.value.state.is)).toBe(
      "link-again",
    );

    const again = moveBetween({ ...wanted, to: "aws" }, { call, dataDir: oldHome, clock });
    await expect(again).rejects.toThrow(CliTrouble);

    expect(await moveBetween({ ...wanted, to: "home" }, { call, dataDir: newHome, clock })).toMatchObject({
      items: 151,
      files: 1,
      accounts: 1,
    });
    expect(await at(newHome, async ({ accounts }) => (await accounts.get(id))?.value)).toMatchObject({
      state: { is: "linked" },
      tokens: { refreshToken: "r" },
    });
  } finally {
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
  }
});
