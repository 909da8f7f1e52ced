import { createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { z } from "zod";
import { hashFile, readNotes, scanFolder, writeNotes } from "../adapters/files/watched-folder.ts";
import { openKeyRingFile } from "../adapters/secrets/key-ring-file.ts";
import { createSqliteTable } from "../adapters/sqlite/table.ts";
import { systemChance } from "../adapters/system/chance.ts";
import { systemClock } from "../adapters/system/clock.ts";
import { createLog } from "../adapters/system/log.ts";
import { CliTrouble, createApi } from "../cli/api.ts";
import { createProgram } from "../cli/program.ts";
import { resealTokens } from "../usecases/yoto-accounts/reseal-tokens.ts";
import { createStores } from "./create-stores.ts";
import { BadEnvironment, type Env, readEnv } from "./env.ts";
import { createAwsReach } from "./operate/aws-reach.ts";
import { backUp } from "./operate/back-up.ts";

const tokenGoodForMs = 3_600_000;
const clock = systemClock();
const FolderNotes = z.record(
  z.string(),
  z.object({ bytes: z.number(), changedAtMs: z.number(), sha256: z.string() }),
);

/**
 * The command line: `node src/main/cli.ts`. Who may read the data folder is its owner, so on this machine no sign-in is
 * asked for: a token for an hour is made in it. A server elsewhere wants `--url` and `--token`.
 */
async function main(): Promise<void> {
  const env = readEnv(process.env);
  const { version }: { version?: unknown } = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  );
  const program = createProgram(
    {
      connect: async ({ url, token = process.env["YSS_TOKEN"] }) => {
        const at = url ?? process.env["YSS_URL"] ?? `http://127.0.0.1:${env.PORT}`;
        if (!URL.canParse(at))
          throw new CliTrouble(`"${at}" is no address; write it like https://yoto.example.org`);
        return createApi(new URL(at), token ?? (await ownToken(env)));
      },
      rotateKeys: () => rotateKeys(env),
      backUp: (folder) => backUp(env.DATA_DIR, folder),
      print: (text) => console.log(text),
      aws: createAwsReach((text) => console.log(text), {
        dataDir: env.DATA_DIR,
        address: `http://127.0.0.1:${env.PORT}`,
      }),
      sleep: (ms) => clock.sleep(ms),
      filesUnder: async (path) => {
        const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => undefined);
        if (entries === undefined) return [path];
        return entries
          .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
          .map((entry) => join(entry.parentPath, entry.name))
          .sort();
      },
      scanFolder: (path) =>
        scanFolder(path).catch(() => {
          throw new CliTrouble(`There is no folder ${path} to watch`);
        }),
      hashFile,
      notesOf: (name) => {
        const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
        const hash = createHash("sha256").update(name).digest("hex").slice(0, 16);
        const path = join(cache, "yoto-smart-stream", `folder-${hash}.json`);
        return {
          read: async () => FolderNotes.catch({}).parse(await readNotes(path)),
          write: (notes) => writeNotes(path, notes),
        };
      },
      nowMs: () => clock.nowMs(),
      mediaSecret: () => process.env["YSS_MEDIA_SECRET"],
      typed: () => createInterface({ input: process.stdin, terminal: false }),
      openFile: async (path) => {
        const isFile = await stat(path).then(
          (found) => found.isFile(),
          () => false,
        );
        if (!isFile) throw new CliTrouble(`There is no file ${path}`);
        return {
          name: basename(path),
          bytes: Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>,
        };
      },
    },
    String(version),
  );
  await program.parseAsync();
}

/** A token for the first admin, made in this machine's data folder. */
async function ownToken(env: Env): Promise<string> {
  await using own = await openData(env);
  for await (const { value } of own.admins())
    return (
      await own.stores.apiTokens.create({
        user: value.name,
        label: "command line",
        expiresAtMs: clock.nowMs() + tokenGoodForMs,
      })
    ).token;
  throw new CliTrouble(
    "Nobody is registered yet. Open the server's address in a browser and choose a name first.",
  );
}

async function rotateKeys(env: Env) {
  await using own = await openData(env);
  await own.secrets.rotateKey();
  const log = createLog({
    clock,
    level: "warn",
    style: "pretty",
    write: (line) => void process.stderr.write(line),
  });
  return await resealTokens({ accounts: own.stores.accounts, log });
}

async function openData({ DATA_DIR }: Env) {
  const path = join(DATA_DIR, "yoto-smart-stream.db");
  if (!existsSync(path))
    throw new CliTrouble(
      `There are no data in ${DATA_DIR}. Start the server once with \`npm start\`, set DATA_DIR, or use --url and --token.`,
    );
  const table = createSqliteTable(path, clock);
  const secrets = await openKeyRingFile(join(DATA_DIR, "keys"));
  const stores = createStores({ table, secrets, clock, chance: systemChance(clock) });
  return {
    stores,
    secrets,
    async *admins() {
      let cursor: string | undefined;
      do {
        const page = await stores.users.list({ limit: 100, ...(cursor === undefined ? {} : { cursor }) });
        yield* page.records.filter(({ value }) => value.role === "admin");
        cursor = page.cursor;
      } while (cursor !== undefined);
    },
    [Symbol.asyncDispose]: () => table[Symbol.asyncDispose](),
  };
}

try {
  await main();
} catch (error) {
  if (!(error instanceof CliTrouble || error instanceof BadEnvironment)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
