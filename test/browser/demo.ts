import { join } from "node:path";
import { buildWeb } from "../../scripts/prepare/build-web.mjs";
import { createLog } from "../../src/adapters/system/log.ts";
import { readEnv } from "../../src/main/env.ts";
import { startProduct } from "../../src/main/start-product.ts";
import { afterFirstStart } from "../first-start.ts";
import { aDataFolder } from "../journeys/running-product.ts";

/** The product as `npm start` runs it with nothing configured, in a folder of its own, on free ports. */
export type Demo = AsyncDisposable & {
  readonly url: string;
  readonly pretendUrl: string;
  /** As if somebody had pressed Ctrl-C. */
  stopServer(): Promise<void>;
  /** On the same address, with the same data. */
  startAgain(): Promise<void>;
};

const log = createLog({
  clock: { nowMs: () => Date.now() },
  level: "silent",
  style: "json",
  write: () => undefined,
});

/** Starts it with the web app built from the sources as they are now, on its first day or as after a first start. */
export async function startDemo({ firstStart = false } = {}): Promise<Demo> {
  buildWeb();
  const folder = await (firstStart ? aDataFolder() : afterFirstStart());
  const webFolder = join(process.cwd(), "dist/web");
  const start = (port: string, pretendPort: string) =>
    startProduct(
      readEnv({ PORT: port, PRETEND_PORT: pretendPort, DATA_DIR: folder.path, LOG_LEVEL: "silent" }),
      {
        log,
        version: "0.0.0-test",
        webFolder,
        settleMs: 50,
      },
    );
  let product = await start("0", "0");
  const { url, pretendUrl } = product;
  if (pretendUrl === undefined) throw new Error("Without a client id this must be the demo.");
  return {
    url: url.origin,
    pretendUrl: pretendUrl.origin,
    stopServer: async () => {
      await product[Symbol.asyncDispose]();
    },
    startAgain: async () => {
      product = await start(url.port, pretendUrl.port);
    },
    async [Symbol.asyncDispose]() {
      await product[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}
