import { expect, test } from "vitest";
import { seededChance } from "../../adapters/memory/chance.ts";
import { fixedClock } from "../../adapters/memory/clock.ts";
import { createLiveUpdates } from "../../adapters/memory/live-updates.ts";
import { createMemoryTable } from "../../adapters/memory/table.ts";
import { StreamId, StreamSecret } from "../../domain/ids.ts";
import type { Stream } from "../../domain/streams/stream.ts";
import { createEditions } from "../../stores/editions.ts";
import { createJobs } from "../../stores/jobs.ts";
import { gather } from "../../stores/records.ts";
import { createSettings } from "../../stores/settings.ts";
import { createStreams } from "../../stores/streams.ts";
import { orderEditionIfDue } from "./make-edition.ts";

test("who dies while ordering the words of the day loses none, and they are spoken once", async () => {
  const clock = fixedClock(Date.UTC(2030, 0, 1));
  const table = createMemoryTable(clock);
  let deaths = 1;
  const woken: string[] = [];
  const deps = {
    ...{ clock, chance: seededChance(2), liveUpdates: createLiveUpdates() },
    ...{ jobs: createJobs({ table, clock }), streams: createStreams(table), settings: createSettings(table) },
    editions: createEditions(table),
    jobQueue: {
      send: async (id: string) => {
        deaths -= 1;
        if (deaths >= 0) throw new Error("killed");
        woken.push(id);
      },
      receive: async () => {},
    },
  };
  const stream: Stream = {
    ...{ id: StreamId("morning"), title: "Good morning", secret: StreamSecret("s"), createdAtMs: 0 },
    rule: { kind: "today", greeting: "Good morning!", fromMinute: 0 } as Stream["rule"],
    changedAtMs: 0,
  };
  await expect(orderEditionIfDue(deps, stream)).rejects.toThrow("killed");
  const job = await orderEditionIfDue(deps, stream);
  expect(woken).toEqual([job?.id]);
  expect(await orderEditionIfDue(deps, stream)).toBeUndefined();
  expect((await gather(deps.jobs.unfinished())).map(({ value }) => value.id)).toEqual(woken);
});
