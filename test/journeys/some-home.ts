import { startAwsWorld } from "./aws-world.ts";
import { type Parent, theFirstParent } from "./parent.ts";
import { pretendFamily } from "./pretend-family.ts";
import { aDataFolder, startProduct } from "./running-product.ts";

/** The product where a family has it running, with a first parent signed in and a pretend family linked. */
export type SomeHome = AsyncDisposable & {
  readonly url: string;
  readonly parent: Parent;
  readonly family: ReturnType<typeof pretendFamily>;
  /** Some wait longer than others: on AWS processes start, queues are asked, and screens ask now and then. */
  readonly soon: { readonly timeout: number; readonly interval: number };
};

async function onThisMachine(): Promise<SomeHome> {
  const opened = new AsyncDisposableStack();
  const folder = opened.use(await aDataFolder());
  const product = opened.use(await startProduct(folder.path));
  return {
    url: product.url,
    parent: await theFirstParent(product.url),
    family: pretendFamily(product.pretendUrl),
    soon: { timeout: 10_000, interval: 20 },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

async function onAws(): Promise<SomeHome> {
  const world = await startAwsWorld();
  await world.listen();
  return {
    url: world.url,
    parent: await world.parent(),
    family: world.family,
    soon: { timeout: 30_000, interval: 50 },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

/**
 * The shapes that journeys are run on. The bundles on emulators take their time, so `npm test` runs a few journeys of their
 * own there (`on-aws.test.ts`); with `JOURNEYS_ON=aws` (or `both`) all that are written over this run there.
 */
export const someHomes: readonly (readonly [string, () => Promise<SomeHome>])[] = (
  [
    ["at home", onThisMachine],
    ["on AWS", onAws],
  ] as const
).filter(([name]) => {
  const wanted = process.env["JOURNEYS_ON"] ?? "home";
  return wanted === "both" || (wanted === "aws" ? name === "on AWS" : name === "at home");
});
