import { afterAll } from "vitest";
import { afterFirstStart } from "../first-start.ts";
import { startAwsWorld } from "./aws-world.ts";
import { type Parent, theFirstParent } from "./parent.ts";
import { pretendFamily } from "./pretend-family.ts";
import { startProduct } from "./running-product.ts";

/** Where a family may have the product. Journeys about the product run in both shapes, word for word. */
export const shapes = ["at home", "on AWS"] as const;
export type Shape = (typeof shapes)[number];

/** The product where a family has it running, with a first parent signed in and a pretend family linked. */
export type SomeHome = AsyncDisposable & {
  readonly url: string;
  readonly parent: Parent;
  readonly family: ReturnType<typeof pretendFamily>;
};

/** Some wait longer than others: on AWS processes start, queues are asked, and screens ask now and then. */
export const soon = { timeout: 60_000, interval: 300 };

/** Opens it in that shape: as one process on this machine, or as the bundled programs over emulators. */
export function someHome(shape: Shape): Promise<SomeHome> {
  return shape === "at home" ? onThisMachine() : onAws();
}

async function onThisMachine(): Promise<SomeHome> {
  const opened = new AsyncDisposableStack();
  const folder = opened.use(await afterFirstStart());
  const product = opened.use(await startProduct(folder.path));
  return {
    url: product.url,
    parent: await theFirstParent(product.url),
    family: pretendFamily(product.pretendUrl),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

async function onAws(): Promise<SomeHome> {
  const world = await startAwsWorld();
  const [parent] = await Promise.all([world.parent(), world.listen()]);
  return {
    url: world.url,
    parent,
    family: world.family,
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

/** One for all tests of a file: opened by the first that asks, closed after the last. */
export function sharedInFile<Thing extends AsyncDisposable>(
  open: () => Promise<Thing>,
): () => Promise<Thing> {
  let opening: Promise<Thing> | undefined;
  afterAll(async () => {
    await (await opening)?.[Symbol.asyncDispose]();
  });
  return () => {
    opening ??= open();
    return opening;
  };
}
