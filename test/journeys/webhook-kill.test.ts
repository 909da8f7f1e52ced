import { expect, test, vi } from "vitest";
import { afterFirstStart } from "../first-start.ts";
import { aReceiver, isSigned } from "./a-receiver.ts";
import { aParent, theFirstParent } from "./parent.ts";
import { pretendFamily } from "./pretend-family.ts";
import { startProduct } from "./running-product.ts";

const soon = { timeout: 20_000, interval: 250 };

/** What was in a dead process's hands is free after a minute: the next one is started on a clock that is two minutes ahead. */
const twoMinutesLater = {
  NODE_OPTIONS: "--import=data:text/javascript,const%20now=Date.now.bind(Date);Date.now=()=>now()%2B120000",
};

type Sent = { items: { id: string; state: string; attempts: number; kind: string }[] };

test("a kill -9 between sending and settling sends a message again, under the same id, until it is taken", async () => {
  await using folder = await afterFirstStart();
  // The first has come, and its answer never left: what a power cut on our side looks like from there.
  await using receiver = await aReceiver((count) => (count === 1 ? undefined : 204));
  const { hook, sent } = await (async () => {
    await using product = await startProduct(folder.path);
    const parent = await theFirstParent(product.url);
    const made = await parent.ask<{ id: string; secret: string }>("POST", "/api/webhooks", {
      title: "Lamp",
      url: receiver.url,
      kinds: ["card-inserted"],
      mayReachHome: true,
    });
    const { items: cards } = await parent.ask<{ items: { published?: { yotoCardId: string } }[] }>(
      "GET",
      "/api/cards",
    );
    const cardId = cards[0]?.published?.yotoCardId;
    await pretendFamily(product.pretendUrl).do("Kitchen", "insert", { cardId });
    await vi.waitFor(() => expect(receiver.heard).toHaveLength(1), soon);
    const before = await parent.ask<Sent>("GET", `/api/webhooks/${made.id}/deliveries`);
    await product.kill();
    return { hook: made, sent: before.items };
  })();
  expect(sent).toMatchObject([{ state: "waiting", attempts: 1, kind: "card-inserted" }]);

  await using again = await startProduct(folder.path, twoMinutesLater);
  const parent = aParent(again.url);
  await parent.ask("POST", "/api/session", { name: "anna", password: "a long password" });
  await vi.waitFor(async () => {
    const { items } = await parent.ask<Sent>("GET", `/api/webhooks/${hook.id}/deliveries`);
    expect(items.find(({ id }) => id === sent[0]?.id)).toMatchObject({ state: "delivered", attempts: 2 });
  }, soon);
  const about = receiver.heard.filter(({ headers }) => headers["webhook-id"] === sent[0]?.id);
  expect(about).toHaveLength(2);
  const [first, second] = about;
  expect(second?.body).toBe(first?.body);
  expect(Number(second?.headers["webhook-timestamp"])).toBeGreaterThan(
    Number(first?.headers["webhook-timestamp"]),
  );
  expect(about.every((each) => isSigned(each, hook.secret))).toBe(true);
});
