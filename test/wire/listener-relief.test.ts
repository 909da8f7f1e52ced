import { expect, test, vi } from "vitest";
import { createYotoMqtt } from "../../src/adapters/yoto-mqtt/yoto-mqtt.ts";
import type { Disconnected, YotoConnection, YotoMqtt } from "../../src/ports/yoto-mqtt.ts";
import { startListeningWorld } from "./listening-world.ts";
import { virtualTime } from "./virtual-time.ts";

vi.setConfig({ testTimeout: 60_000 });

async function afterSteps(steps: number, then: () => void): Promise<void> {
  for (let step = 0; step < steps; step += 1) await Promise.resolve();
  then();
}

/** The broker's connections, of which each ends when the next one has begun to listen: at the first relief at once, at each further one a step of the program later. */
function endingAtRelief(mqtt: YotoMqtt) {
  const open = new Map<number, () => void>();
  let count = 0;
  let reliefs = 0;
  let hadTurn = false;
  const ending: YotoMqtt = {
    async connect(wanted) {
      const number = count++;
      const real = await mqtt.connect(wanted);
      const { promise: closed, resolve } = Promise.withResolvers<Disconnected>();
      const end = (why: Disconnected) => {
        open.delete(number);
        resolve(why);
      };
      open.set(number, () => {
        end({ why: "closed-by-broker" });
        void real[Symbol.asyncDispose]();
      });
      void real.closed.then(end);
      const connection: YotoConnection = {
        ...real,
        closed,
        async watch(id) {
          await real.watch(id);
          const former = open.get(number - 1);
          // Only every other one, so that what is left over is seen.
          const isIts = former !== undefined && !hadTurn;
          hadTurn = isIts;
          if (isIts) void afterSteps(reliefs++, former);
        },
        async [Symbol.asyncDispose]() {
          open.delete(number);
          await real[Symbol.asyncDispose]();
        },
      };
      return connection;
    },
  };
  return { mqtt: ending, open, reliefs: () => reliefs };
}

test("whichever step of a relief the old connection ends in, one connection is left", async () => {
  const time = virtualTime(Date.UTC(2030, 0, 1, 12));
  await using world = await startListeningWorld({ time, accessTokenSeconds: 60 });
  const { id, account } = await world.link();
  await world.addPlayer(account);
  const { clock, log, yoto } = world;
  const ending = endingAtRelief(createYotoMqtt({ url: yoto.mqttUrl, clock, log }));
  const listener = world.listen({ mqtt: ending.mqtt });
  await listener.connected(id);
  for (let look = 0; look < 60; look += 1) {
    await time.advance(20_000);
    expect(ending.open.size).toBeLessThanOrEqual(1);
  }
  expect(ending.reliefs()).toBeGreaterThan(8);
});
