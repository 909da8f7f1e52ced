import fc from "fast-check";
import { expect, test } from "vitest";
import { fixedClock } from "../src/adapters/memory/clock.ts";
import { createMemoryTable } from "../src/adapters/memory/table.ts";
import { newActionMemory } from "../src/domain/actions/action-memory.ts";
import {
  deriveActions,
  settleActions,
  settleAll,
  settlesAtMs,
} from "../src/domain/actions/derive-actions.ts";
import { PlayerId, YotoAccountId } from "../src/domain/ids.ts";
import { closed, listen, type OpenSpan } from "../src/domain/listening-days/listened-span.ts";
import { observe } from "../src/domain/players/observe.ts";
import { entryOf } from "../src/domain/players/player-history.ts";
import type { PlayerState } from "../src/domain/players/player-state.ts";
import { historyView } from "../src/http/view/history-view.ts";
import { playerView } from "../src/http/view/player-view.ts";
import { createPlayerHistory } from "../src/stores/player-history.ts";
import { playerStateSchema } from "../src/stores/player-state-schema.ts";
import { decodeMessage } from "../src/yoto/decode-message.ts";
import events from "../src/yoto/fixtures/mqtt-events.json" with { type: "json" };
import statuses from "../src/yoto/fixtures/mqtt-status.json" with { type: "json" };

const playerId = PlayerId("y2SimV3Player000000000A1");
const startMs = Date.UTC(2030, 0, 1, 12);
const first: PlayerState = {
  playerId,
  accountId: YotoAccountId("auth0|1"),
  name: "Kitchen",
  family: "v3",
  presence: { is: "unknown", sinceMs: startMs },
  playback: { status: "stopped" },
  status: {},
};

const nested = (levels: number, open: string, close: string) => open.repeat(levels) + close.repeat(levels);

/** A value as it stands in a message: JSON can say more than our own values can. */
const value = fc.oneof(
  fc.constantFrom(
    ...[
      "null",
      "true",
      "false",
      '""',
      '"none"',
      '"notSupported"',
      '"NaN"',
      '"Infinity"',
      '" 7 "',
      '"0x10"',
      '"1e3"',
    ],
    ...[
      "0",
      "-0",
      "-1",
      "16",
      "17",
      "1e308",
      "1e999",
      "-1e999",
      "0.1",
      "12345678901234567890123",
      "9007199254740993",
    ],
    ...[
      "8640000000000001",
      "253402300800",
      "[]",
      "{}",
      "[1]",
      '{"url":{}}',
      '{"toString":0}',
      '"\\ud800"',
      '"\\u0000"',
    ],
    ...['{"__proto__":{"volume":9}}', '{"valueOf":1,"length":-1}', '"../../etc"', `"${"x".repeat(5_000)}"`],
    nested(5_000, "[", "]"),
    `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`,
  ),
  fc.json({ maxDepth: 3 }),
  fc.integer().map(String),
  fc.double().map((number) => JSON.stringify(`${number}`)),
);

const samples: readonly (readonly [topic: string, payload: object])[] = [
  ...events.samples.flatMap((each) =>
    (each.payloads ?? [each.payload ?? {}]).map((payload): [string, object] => ["data/events", payload]),
  ),
  ["data/status", statuses["data/status (boot, 21 fields)"]],
  ["status", statuses["status (legacy, boot)"]],
  ["status", statuses["status (legacy, power off by user)"]],
  ["status/full", statuses["status/full (v3, reduced)"]],
  ...statuses.response.map((payload) => ["response", payload] as const),
  ["presence", { state: "online", ts: startMs }],
  ["presence", { state: "offline" }],
];

/** Adds fields to an object's text: a name that stands there already stands there twice then. */
function withFields(json: string, fields: readonly (readonly [string, string])[]): string {
  const more = fields.map(([name, text]) => `,${JSON.stringify(name)}:${text}`).join("");
  const at = json.lastIndexOf("}", json.startsWith('{"status":{') ? json.length - 2 : json.length);
  return json.slice(0, at) + more + json.slice(at);
}

const message = fc.constantFrom(...samples).chain(([topic, payload]) => {
  const { status: inside = payload } = payload as { readonly status?: object };
  const name = fc.oneof(
    fc.constantFrom(...Object.keys(inside), "__proto__", "constructor", "status", "eventUtc"),
    fc.string(),
  );
  const text = fc
    .array(fc.tuple(name, value), { maxLength: 4 })
    .map((fields) => withFields(JSON.stringify(payload), fields));
  const bytes = fc
    .tuple(text, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }))
    .map(([whole, spots]) => {
      const garbled = Buffer.from(whole);
      for (const [at, byte] of spots) garbled[at % garbled.length] = byte;
      return garbled;
    });
  const bare = value.map((each) => Buffer.from(each));
  return fc.record({
    topic: fc.constant(topic),
    payload: fc.oneof({ weight: 6, arbitrary: text.map((each) => Buffer.from(each)) }, bytes, bare),
    afterMs: fc.oneof(fc.nat(5_000), fc.nat(4 * 3_600_000)),
  });
});

function expectSound(state: PlayerState, nowMs: number) {
  const stored = JSON.parse(JSON.stringify(state));
  expect(playerStateSchema.parse(stored)).toEqual(stored);
  // What came out of JSON unharmed holds no NaN, no Infinity and no half letter.
  expect(playerStateSchema.parse(state)).toEqual(stored);
  for (const steps of [state.volumeSteps, state.volumeMaxSteps])
    if (steps !== undefined) expect(steps >= 0 && steps <= 16 && Number.isInteger(steps)).toBe(true);
  expect(new Date(state.presence.sinceMs).toISOString() <= new Date(nowMs).toISOString()).toBe(true);
  expect(Object.getPrototypeOf(state.status)).toBe(Object.prototype);
  playerView(state, undefined, nowMs);
}

test("whatever players send, in whatever order, their state stays one that can be stored and shown, and so does their history", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 12 }), async (messages) => {
      const history = createPlayerHistory(createMemoryTable(fixedClock(startMs)));
      let [state, memory, atMs] = [first, newActionMemory(first), startMs];
      let span: OpenSpan | undefined;
      const noted = [];
      for (const { topic, payload, afterMs } of messages) {
        const dueMs = settlesAtMs(memory);
        if (dueMs !== undefined && dueMs <= atMs + afterMs) {
          const settled = settleActions(memory, dueMs);
          memory = settled.memory;
          noted.push(...settled.actions);
        }
        atMs += afterMs;
        const heard = decodeMessage(`device/${playerId}/${topic}`, payload, atMs);
        const before = state;
        state = observe(before, heard);
        expectSound(state, atMs);
        const derived = deriveActions(memory, { before, after: state, message: heard, atMs });
        memory = derived.memory;
        const listened = listen(span, before, state, atMs, heard.kind === "playback");
        span = listened.open;
        noted.push(...derived.actions, ...listened.spans);
      }
      noted.push(...settleAll(memory).actions, ...closed(span));
      for (const [at, each] of noted.entries()) await history.add(entryOf(playerId, String(at), each));
      const { entries } = await history.page(playerId, { limit: 1_000 });
      expect(entries).toHaveLength(noted.length);
      for (const entry of entries) JSON.stringify(historyView(entry, undefined));
    }),
    { numRuns: 150 },
  );
});
