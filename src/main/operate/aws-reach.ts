import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { createAwsAccount } from "../../adapters/aws/account/account.ts";
import { createDynamoTable } from "../../adapters/aws/dynamodb/table.ts";
import { createSignedCall } from "../../adapters/aws/signed-call.ts";
import { createParameters } from "../../adapters/aws/ssm/parameters.ts";
import { createSecrets } from "../../adapters/secrets/secrets.ts";
import { systemChance } from "../../adapters/system/chance.ts";
import { systemClock } from "../../adapters/system/clock.ts";
import { CliTrouble } from "../../cli/api.ts";
import type { AwsReach } from "../../cli/aws/aws-reach.ts";
import { readBuiltWeb } from "../../http/web-files.ts";
import type { Template } from "../../ports/aws-account.ts";
import { keyRingParameter } from "../aws/parameters-of.ts";
import { createStores } from "../create-stores.ts";
import { moveBetween } from "./move.ts";
import { run, runAloud } from "./run.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const infra = join(root, "infra");
const credentialsSchema = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  sessionToken: z.string().optional(),
});
const synthesised = z.object({ stackName: z.string(), parameterPrefix: z.string() });
const choicesSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
/** Secrets of the deployment itself, and what belongs to one call only: not written down. */
const notRemembered = new Set(["yotoClientId", "yotoClientSecret"]);

/** The `aws` commands' way out into this machine, CDK and AWS. */
export function createAwsReach(
  print: (text: string) => void,
  own: { readonly dataDir: string; readonly address: string },
): AwsReach {
  const clock = systemClock();
  const chance = systemChance(clock);
  const node = process.execPath;
  const assembly = join(infra, "cdk.out");
  const rememberedFile = (env: string) => join(root, ".cache", "aws", `${env}.json`);

  const credentials = once(async () => {
    const { code, out, err } = await run(node, [join(infra, "print-credentials.ts")]);
    if (code !== 0)
      throw new CliTrouble(
        `There are no AWS credentials here (${err.trim()}). Set AWS_PROFILE, sign in with \`aws sso login\`, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`,
      );
    const { sessionToken, ...keys } = credentialsSchema.parse(JSON.parse(out));
    return { ...keys, ...(sessionToken !== undefined && { sessionToken }) };
  });
  const callIn = async (region: string) => {
    const keys = await credentials();
    return createSignedCall({ region, credentials: async () => keys, clock, chance });
  };

  return {
    print,
    nowMs: () => clock.nowMs(),
    sleep: (ms) => clock.sleep(ms),
    secret: () => randomBytes(32).toString("base64url"),
    webFiles: () => readBuiltWeb(join(root, "dist", "web")),

    async prepare({ web }) {
      for (const args of [["scripts/prepare.mjs", web ? "deploy" : "check"], ["scripts/bundle-aws.mjs"]]) {
        const { code, out, err } = await run(
          node,
          args.map((each, at) => (at === 0 ? join(root, each) : each)),
        );
        if (code !== 0) throw new CliTrouble(`${out}${err}`.trim());
        const told = out.split("\n").filter((line) => line.endsWith("…"));
        if (told.length > 0) print(told.join("\n"));
      }
    },

    async synthesise(choices) {
      const began = clock.nowMs();
      const { code, out, err } = await run(node, [
        join(infra, "app.ts"),
        JSON.stringify(
          Object.fromEntries(Object.entries(choices).filter(([name]) => !notRemembered.has(name))),
        ),
        "--out",
        assembly,
        "--bundles",
        join(root, "dist", "aws"),
      ]);
      if (code === 2) throw new CliTrouble(err.trim());
      if (code !== 0) throw new CliTrouble(`The deployment could not be synthesised:\n${err}`);
      const { stackName, parameterPrefix } = synthesised.parse(JSON.parse(out));
      const template: Template = JSON.parse(
        readFileSync(join(assembly, `${stackName}.template.json`), "utf8"),
      );
      return { template, assembly, stackName, parameterPrefix, seconds: (clock.nowMs() - began) / 1000 };
    },

    async account(region) {
      const keys = await credentials();
      return createAwsAccount({ region, credentials: async () => keys, clock, chance });
    },

    cdk: (args, region) =>
      runAloud(node, [join(infra, "node_modules", "aws-cdk", "bin", "cdk"), ...args, "--no-notices"], {
        AWS_REGION: region,
        CDK_DISABLE_CLI_TELEMETRY: "1",
      }),

    async putEdgeKey(store, kid, secret) {
      const input = JSON.stringify({ store, kid, secret });
      const { code, err } = await run(node, [join(infra, "put-edge-key.ts")], { input });
      if (code !== 0)
        throw new CliTrouble(
          `CloudFront did not take the key that signs audio addresses; run the same command again.\n${err}`,
        );
    },

    async setUpLink(tableName, region, address) {
      const table = createDynamoTable(await callIn(region), tableName, clock);
      const { setup } = createStores({ table, secrets: sealsNothing, clock, chance });
      const token = await setup.begin();
      return token === undefined ? undefined : new URL(`/?setup=${token}`, address).href;
    },

    async families(tableName, region, parameterPrefix) {
      const call = await callIn(region);
      const keyRing = keyRingParameter(createParameters(call), parameterPrefix);
      await keyRing.load();
      const table = createDynamoTable(call, tableName, clock);
      const { accounts } = createStores({ table, secrets: createSecrets(keyRing), clock, chance });
      return (await accounts.list()).map(({ value: { id, label, state, tokens } }) => ({
        id: label ?? id,
        state:
          state.is === "link-again"
            ? `must be linked again (${state.why})`
            : tokens === undefined
              ? "linked, but its tokens cannot be read"
              : `linked, renewed ${new Date(tokens.refreshedAtMs).toISOString()}`,
      }));
    },

    move: async (wanted) =>
      moveBetween(wanted, { call: await callIn(wanted.region), dataDir: own.dataDir, clock }),

    homeRuns: () =>
      fetch(new URL("/api/health", own.address), { signal: AbortSignal.timeout(2_000) }).then(
        () => true,
        () => false,
      ),

    async stockImageIsThere() {
      const file = readFileSync(join(infra, "listener", "stock-node-image.ts"), "utf8");
      const image = /"public\.ecr\.aws\/([^"@]+)@(sha256:[0-9a-f]{64})"/.exec(file);
      if (image === null) return false;
      const answer = await fetch("https://public.ecr.aws/token/");
      const { token } = z.object({ token: z.string() }).parse(await answer.json());
      const url = `https://public.ecr.aws/v2/${image[1]}/manifests/${image[2]}`;
      const accept =
        "application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json";
      return (await fetch(url, { method: "HEAD", headers: { authorization: `Bearer ${token}`, accept } })).ok;
    },

    remembered(env) {
      const file = rememberedFile(env);
      return existsSync(file) ? choicesSchema.parse(JSON.parse(readFileSync(file, "utf8"))) : {};
    },

    remember(env, choices) {
      mkdirSync(join(root, ".cache", "aws"), { recursive: true });
      const kept = Object.fromEntries(Object.entries(choices).filter(([name]) => !notRemembered.has(name)));
      writeFileSync(rememberedFile(env), `${JSON.stringify(kept, null, 2)}\n`);
    },

    async agree(question) {
      if (!process.stdin.isTTY) return false;
      const terminal = createInterface({ input: process.stdin, output: process.stdout });
      const answer = await terminal.question(`${question} [y/N] `);
      terminal.close();
      return /^y(es)?$/i.test(answer.trim());
    },

    async get(url) {
      const began = performance.now();
      const status = await fetch(url, { signal: AbortSignal.timeout(30_000) }).then(
        async (answer) => {
          await answer.arrayBuffer();
          return answer.status;
        },
        () => 0,
      );
      return { status, ms: performance.now() - began };
    },
  };
}

/** The set-up link is a hash in the table: nothing of it is sealed. */
const sealsNothing = {
  seal: () => Promise.reject(new Error("nothing is sealed here")),
  open: () => Promise.reject(new Error("nothing is sealed here")),
  isStale: () => false,
};

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}
