import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createLog } from "../adapters/system/log.ts";
import { BadEnvironment, type Env, readEnv } from "./env.ts";
import { type Product, startProduct } from "./start-product.ts";
import { CannotListen } from "./web-server.ts";

/** The product at home: `node src/main/server.ts`. Ends with Ctrl-C or SIGTERM. */
async function main(): Promise<void> {
  const env = readEnv(process.env);
  const version = versionOf(new URL("../../package.json", import.meta.url));
  const log = createLog({
    clock: { nowMs: () => Date.now() },
    level: env.LOG_LEVEL,
    style: process.stdout.isTTY ? "pretty" : "json",
    write: (line) => void process.stderr.write(line),
  });
  const stopped = Promise.withResolvers<string>();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      stopped.resolve(signal);
      // A second one means: at once.
      process.once(signal, () => process.exit(130));
    });
  const webFolder = fileURLToPath(new URL("../../dist/web", import.meta.url));
  await using product = await startProduct(env, { log, version, webFolder });
  console.log(welcome(product, env));
  log.info("stopping", { because: await stopped.promise });
}

function welcome(product: Product, env: Env): string {
  const { url, setUpUrl, isSetUp, pretendUrl, webIsBuilt } = product;
  const bound = env.HOST === "127.0.0.1" || env.HOST === "localhost" || env.HOST === "::1";
  const where = isSetUp || bound || setUpUrl === undefined ? url.href : setUpUrl.href;
  const first = isSetUp
    ? "Sign in"
    : bound
      ? "Choose a name and a password"
      : "Choose a name and a password (this link works once)";
  const next =
    pretendUrl === undefined
      ? "then link your Yoto family in the settings."
      : "then click the card “Welcome” into the Kitchen player. Its Yoto is a pretend one; nothing leaves this machine.";
  return [
    "",
    `  Yoto Smart Stream   ${where}`,
    "",
    `  ${first}, ${next}`,
    // Behind a proxy on this machine a browser is not at the loopback address, so it needs the link.
    ...(bound && env.PUBLIC_URL !== undefined && setUpUrl !== undefined
      ? [`  From another device (once): ${setUpUrl.href}`]
      : []),
    ...(webIsBuilt ? [] : ["  The web app is not built: run `npm run build:web`; the API works without it."]),
    ...(pretendUrl === undefined ? [] : [`  The pretend Yoto: ${pretendUrl.href}_pretend`]),
    "  Stop with Ctrl-C; everything is kept.",
    "",
  ].join("\n");
}

function versionOf(file: URL): string {
  const { version }: { version?: unknown } = JSON.parse(readFileSync(file, "utf8"));
  return String(version ?? "0");
}

try {
  await main();
} catch (error) {
  if (!(error instanceof BadEnvironment || error instanceof CannotListen)) throw error;
  console.error(`\n${error.message}\n`);
  process.exitCode = 1;
}
