import { existsSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { allDynamoItems } from "../../adapters/aws/dynamodb/all-items.ts";
import { createDynamoTable } from "../../adapters/aws/dynamodb/table.ts";
import { createS3AudioFiles } from "../../adapters/aws/s3/audio-files.ts";
import type { SignedCall } from "../../adapters/aws/signed-call.ts";
import { createParameters } from "../../adapters/aws/ssm/parameters.ts";
import { openAudioFolder } from "../../adapters/files/audio-files.ts";
import { parseKeyRing } from "../../adapters/secrets/key-ring.ts";
import { openKeyRingFile } from "../../adapters/secrets/key-ring-file.ts";
import { allSqliteItems } from "../../adapters/sqlite/all-items.ts";
import { createSqliteTable } from "../../adapters/sqlite/table.ts";
import { CliTrouble } from "../../cli/api.ts";
import type { MoveWanted } from "../../cli/aws/aws-reach.ts";
import type { Clock } from "../../ports/clock.ts";
import { type Moved, moveHome, NotEmpty } from "../../usecases/homes/move-home.ts";

/** Carries everything between this machine's data folder and a deployment. Throws `CliTrouble` where somebody lives already. */
export async function moveBetween(
  { to, table, bucket, parameterPrefix, replace, onProgress }: MoveWanted,
  { call, dataDir, clock }: { readonly call: SignedCall; readonly dataDir: string; readonly clock: Clock },
): Promise<Moved> {
  const path = join(dataDir, "yoto-smart-stream.db");
  const keyFile = join(dataDir, "keys");
  if (to === "aws" && !existsSync(path))
    throw new CliTrouble(`There are no data in ${dataDir} to move; set DATA_DIR.`);
  await using sqlite = createSqliteTable(path, clock);
  const home = {
    table: sqlite,
    items: allSqliteItems(path, sqlite, clock),
    files: await openAudioFolder(join(dataDir, "audio")),
  };
  const dynamo = createDynamoTable(call, table, clock);
  const aws = {
    table: dynamo,
    items: allDynamoItems(call, table, dynamo),
    files: createS3AudioFiles(call, {
      bucket,
      addressOf: async (key) => new URL(`https://${bucket}/${key}`),
    }),
  };
  const parameters = createParameters(call);
  const name = `${parameterPrefix}/key-ring`;

  const keysHome = async () => {
    const text = (await parameters.get([name])).get(name);
    if (text === undefined) return;
    parseKeyRing(text, `The parameter ${name}`);
    if (existsSync(keyFile)) await rename(keyFile, `${keyFile}.before-${clock.nowMs()}`);
    await writeFile(keyFile, text, { mode: 0o600, flag: "wx" });
  };
  const keysToAws = async () => {
    await openKeyRingFile(keyFile);
    await parameters.put(name, await readFile(keyFile, "utf8"), { overwrite: true });
  };
  try {
    return await moveHome({
      ...(to === "home" ? { from: aws, to: home } : { from: home, to: aws }),
      clock,
      replace,
      onProgress,
      carryKeys: to === "home" ? keysHome : keysToAws,
    });
  } catch (error) {
    if (!(error instanceof NotEmpty)) throw error;
    throw new CliTrouble(`${error.message}. With --replace it is emptied first.`);
  }
}
