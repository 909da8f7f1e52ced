import type { FaultRule } from "../faults.ts";

/** The faults a person can throw with one click. */
export const faultPresets: readonly { readonly title: string; readonly rule: FaultRule }[] = [
  {
    title: "API: 5 × error 503",
    rule: { where: { path: "/**" }, what: { do: "status", status: 503 }, times: 5 },
  },
  {
    title: "API: 429, retry after 10 s",
    rule: { where: { path: "/**" }, what: { do: "status", status: 429, retryAfter: "10" }, times: 3 },
  },
  {
    title: "API: 429 without a word",
    rule: { where: { path: "/**" }, what: { do: "status", status: 429 }, times: 3 },
  },
  { title: "API: one 30 s hang", rule: { where: { path: "/**" }, what: { do: "hang", ms: 30_000 } } },
  {
    title: "API: one answer that is no JSON",
    rule: { where: { path: "/**" }, what: { do: "invalid-json" } },
  },
  { title: "API: one answer cut in half", rule: { where: { path: "/**" }, what: { do: "truncated" } } },
  {
    title: "Card made, answer lost",
    rule: { where: { method: "POST", path: "/content" }, what: { do: "lost-response" } },
  },
  {
    title: "Token rotated, answer lost",
    rule: { where: { method: "POST", path: "/oauth/token" }, what: { do: "lost-response" } },
  },
  {
    title: "Next refresh: error 500",
    rule: { where: { method: "POST", path: "/oauth/token" }, what: { do: "status", status: 500 } },
  },
  { title: "Next transcode stalls", rule: { where: { work: "transcode" }, what: { do: "stall" } } },
  { title: "Next transcode fails", rule: { where: { work: "transcode" }, what: { do: "fail" } } },
  {
    title: "Next transcode takes 10 min",
    rule: { where: { work: "transcode" }, what: { do: "slow", ms: 600_000 } },
  },
  {
    title: "Events: lose 5",
    rule: { where: { topic: "device/*/data/events" }, what: { do: "drop" }, times: 5 },
  },
  {
    title: "Events: everything twice, 1 min",
    rule: { where: { topic: "device/**" }, what: { do: "duplicate" }, times: "always", forMs: 60_000 },
  },
  {
    title: "Events: out of order, 1 min",
    rule: {
      where: { topic: "device/*/data/events" },
      what: { do: "reorder" },
      times: "always",
      forMs: 60_000,
    },
  },
  {
    title: "Events: numbers as text, 1 min",
    rule: {
      where: { topic: "device/**" },
      what: { do: "strings-for-numbers" },
      times: "always",
      forMs: 60_000,
    },
  },
  {
    title: "Events: clock at zero, 1 min",
    rule: {
      where: { topic: "device/*/data/events" },
      what: { do: "change", fields: { eventUtc: 0 } },
      times: "always",
      forMs: 60_000,
    },
  },
  {
    title: "Events: unknown words, 1 min",
    rule: {
      where: { topic: "device/*/data/events" },
      what: { do: "change", fields: { playbackStatus: "dreaming", aNewField: { deep: [1, null] } } },
      times: "always",
      forMs: 60_000,
    },
  },
  {
    title: "Commands: lose 3",
    rule: { where: { topic: "device/*/command/**" }, what: { do: "drop" }, times: 3 },
  },
  {
    title: "Broker: refuse 3 connections",
    rule: { where: { mqtt: "connect" }, what: { do: "refuse-connack", code: 5 }, times: 3 },
  },
  {
    title: "Broker: next connection half open",
    rule: { where: { mqtt: "connect" }, what: { do: "half-open" } },
  },
  {
    title: "Broker: next connection lasts 20 s",
    rule: { where: { mqtt: "connect" }, what: { do: "drop-after", ms: 20_000 } },
  },
];
