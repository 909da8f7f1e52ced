import type { FaultRule } from "../faults.ts";

type Preset = { readonly group: string; readonly title: string; readonly rule: FaultRule };

const everywhere = { path: "/**" };
const tokens = { method: "POST", path: "/oauth/token" };
const events = { topic: "device/*/data/events" };
const connect = { mqtt: "connect" } as const;
const oneMinute = { times: "always", forMs: 60_000 } as const;
const refused = (error: string) => ({ do: "status", status: 403, body: JSON.stringify({ error }) }) as const;
const noRight = {
  error: { code: "forbidden", message: "The token lacks the scope user:content:manage" },
} as const;

/** The faults a person can throw with one click. */
export const faultPresets: readonly Preset[] = [
  ...inGroup("API", {
    "5 × error 503": { where: everywhere, what: { do: "status", status: 503 }, times: 5 },
    "3 × 429, retry after 10 s": {
      where: everywhere,
      what: { do: "status", status: 429, retryAfter: "10" },
      times: 3,
    },
    "3 × 429 without a word": { where: everywhere, what: { do: "status", status: 429 }, times: 3 },
    "One 30 s hang": { where: everywhere, what: { do: "hang", ms: 30_000 } },
    "One answer that is no JSON": { where: everywhere, what: { do: "invalid-json" } },
    "One answer cut in half": { where: everywhere, what: { do: "truncated" } },
    "Token not accepted": { where: { path: "/device-v2/**" }, what: { do: "status", status: 401 } },
    "Right to make cards missing": {
      where: { method: "POST", path: "/content" },
      what: { do: "status", status: 403, body: JSON.stringify(noRight) },
    },
  }),
  ...inGroup("Sign-in", {
    "Token rotated, answer lost": { where: tokens, what: { do: "lost-response" } },
    "Token rotated, then error 503": { where: tokens, what: { do: "status", status: 503, afterWork: true } },
    "Next refresh: error 500": { where: tokens, what: { do: "status", status: 500 } },
    "Next refresh takes 30 s": { where: tokens, what: { do: "latency", ms: 30_000 } },
    "Next refresh refused (link again)": { where: tokens, what: refused("invalid_grant") },
  }),
  ...inGroup("Cards and audio", {
    "Card made, answer lost": {
      where: { method: "POST", path: "/content" },
      what: { do: "lost-response" },
    },
    "Card made, then error 503": {
      where: { method: "POST", path: "/content" },
      what: { do: "status", status: 503, afterWork: true },
    },
    "Next transcode stalls": { where: { work: "transcode" }, what: { do: "stall" } },
    "Next transcode fails": { where: { work: "transcode" }, what: { do: "fail" } },
    "Next transcode takes 10 min": { where: { work: "transcode" }, what: { do: "slow", ms: 600_000 } },
  }),
  ...inGroup("Messages", {
    "Lose 5 events": { where: events, what: { do: "drop" }, times: 5 },
    "All twice, 1 min": { where: { topic: "device/**" }, what: { do: "duplicate" }, ...oneMinute },
    "Events out of order, 1 min": { where: events, what: { do: "reorder" }, ...oneMinute },
    "Numbers as text, 1 min": {
      where: { topic: "device/**" },
      what: { do: "strings-for-numbers" },
      ...oneMinute,
    },
    "Clock at zero, 1 min": {
      where: events,
      what: { do: "change", fields: { eventUtc: 0 } },
      ...oneMinute,
    },
    "Unknown words, 1 min": {
      where: events,
      what: { do: "change", fields: { playbackStatus: "dreaming", aNewField: { deep: [1, null] } } },
      ...oneMinute,
    },
    "Lose 3 commands": { where: { topic: "device/*/command/**" }, what: { do: "drop" }, times: 3 },
  }),
  ...inGroup("Broker", {
    "Refuse 3 connections": { where: connect, what: { do: "refuse-connack", code: 5 }, times: 3 },
    "Next connection half open": { where: connect, what: { do: "half-open" } },
    "Next connection lasts 20 s": { where: connect, what: { do: "drop-after", ms: 20_000 } },
  }),
];

function inGroup(group: string, rules: Readonly<Record<string, FaultRule>>): Preset[] {
  return Object.entries(rules).map(([title, rule]) => ({ group, title, rule }));
}
