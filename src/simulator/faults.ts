import type { PretendChance } from "./chance.ts";
import type { PretendClock } from "./clock.ts";
import { globMatcher } from "./glob.ts";
import type { Journal } from "./journal.ts";

/** What can go wrong with a request to the pretend cloud. */
export type HttpFault =
  /**
   * Answers this instead of doing the work, or with `afterWork` although it is done: the caller believes that it failed.
   * `retryAfter` becomes the header (seconds or an HTTP date).
   */
  | {
      readonly do: "status";
      readonly status: number;
      readonly retryAfter?: string;
      readonly body?: string;
      readonly afterWork?: boolean;
    }
  /** Keeps the caller waiting, does no work; after `ms` (default: never) the socket is cut. */
  | { readonly do: "hang"; readonly ms?: number }
  /** Waits, then answers as usual. */
  | { readonly do: "latency"; readonly ms: number }
  /** Does the work, answers 200 with something that is not JSON. */
  | { readonly do: "invalid-json" }
  /** Does the work, sends half of the body and cuts the socket. */
  | { readonly do: "truncated" }
  /** Does the work and cuts the socket without an answer: the caller cannot know. */
  | { readonly do: "lost-response" }
  /** Cuts the socket before any work is done. */
  | { readonly do: "drop" };

/** What can go wrong with a message. `delay` and `reorder` keep later messages of the topic flowing. */
export type TopicFault =
  | { readonly do: "drop" }
  | { readonly do: "duplicate" }
  | { readonly do: "delay"; readonly ms: number }
  /** The message comes after the next one on the same topic. */
  | { readonly do: "reorder" }
  /** Numbers and booleans travel as text, as the published documentation shows them. */
  | { readonly do: "strings-for-numbers" }
  | { readonly do: "invalid-json" }
  /** Fields laid over the payload (or over its `status`, where it has one): unknown names, wrong clocks, odd values. */
  | { readonly do: "change"; readonly fields: Readonly<Record<string, unknown>> };

/** What can go wrong with a connection to the broker. */
export type ConnectionFault =
  /** CONNACK with this return code (3 server unavailable, 4 bad credentials, 5 not authorized), then closed. */
  | { readonly do: "refuse-connack"; readonly code: 2 | 3 | 4 | 5 }
  /** No CONNACK, SUBACK or PUBACK ever; the socket stays open. */
  | { readonly do: "hang" }
  /** The socket is cut at once. */
  | { readonly do: "drop" }
  /** All goes well, then the socket is cut after `ms` of pretend time. */
  | { readonly do: "drop-after"; readonly ms: number }
  /** All goes well, then nothing goes through in either direction while the socket stays open. */
  | { readonly do: "half-open"; readonly afterMs?: number }
  /** SUBACK with failure (128), the connection stays. */
  | { readonly do: "refuse-suback" };

/** What can go wrong with the work behind an audio upload. */
export type TranscodeFault =
  | { readonly do: "stall" }
  | { readonly do: "fail"; readonly phase?: "failed" | "error" | "cancelled" | "aborted" }
  | { readonly do: "slow"; readonly ms: number };

/** Where and how often. In globs `*` stops at a slash, `**` does not. */
export type FaultRule = {
  /** Default 1; `"always"` stays until removed. */
  readonly times?: number | "always";
  /** Default 1: each match suffers. Drawn from the world's seeded chance. */
  readonly probability?: number;
  /** Ends by itself after this much pretend time. */
  readonly forMs?: number;
} & (
  | { readonly where: { readonly method?: string; readonly path: string }; readonly what: HttpFault }
  | { readonly where: { readonly topic: string }; readonly what: TopicFault }
  | {
      readonly where: { readonly mqtt: "connect" | "subscribe" | "publish"; readonly clientId?: string };
      readonly what: ConnectionFault;
    }
  | { readonly where: { readonly work: "transcode" }; readonly what: TranscodeFault }
);

export type Fault = FaultRule & { readonly id: number; readonly usedTimes: number };

/** The faults in force. The `take…` calls are the cloud's own: they return the fault to suffer now, and count it. */
export type Faults = {
  add(rule: FaultRule): { readonly id: number; remove(): void };
  remove(id: number): boolean;
  list(): readonly Fault[];
  clear(): void;
  takeHttp(method: string, path: string): HttpFault | undefined;
  takeTopic(topic: string): TopicFault | undefined;
  takeConnection(on: "connect" | "subscribe" | "publish", clientId: string): ConnectionFault | undefined;
  takeTranscode(): TranscodeFault | undefined;
};

type Active = {
  readonly id: number;
  readonly rule: FaultRule;
  readonly untilMs: number;
  readonly matches: (text: string) => boolean;
  used: number;
};

export function createFaults(clock: PretendClock, chance: PretendChance, journal: Journal): Faults {
  const active = new Map<number, Active>();
  let lastId = 0;

  const take = <What>(pick: (each: Active) => What | undefined): What | undefined => {
    for (const each of active.values()) {
      if (clock.nowMs() > each.untilMs) {
        active.delete(each.id);
        continue;
      }
      const what = pick(each);
      if (what === undefined) continue;
      const probability = each.rule.probability ?? 1;
      if (probability < 1 && chance.fraction() >= probability) continue;
      each.used += 1;
      const times = each.rule.times ?? 1;
      if (times !== "always" && each.used >= times) active.delete(each.id);
      journal.add({
        kind: "fault",
        what: `${JSON.stringify(each.rule.what)} at ${JSON.stringify(each.rule.where)}`,
      });
      return what;
    }
    return undefined;
  };

  return {
    add: (rule) => {
      const id = ++lastId;
      const { where } = rule;
      const pattern =
        "path" in where
          ? where.path
          : "topic" in where
            ? where.topic
            : "mqtt" in where
              ? where.clientId
              : "**";
      active.set(id, {
        id,
        rule,
        untilMs: rule.forMs === undefined ? Number.POSITIVE_INFINITY : clock.nowMs() + rule.forMs,
        matches: globMatcher(pattern ?? "**"),
        used: 0,
      });
      return { id, remove: () => void active.delete(id) };
    },
    remove: (id) => active.delete(id),
    list: () => [...active.values()].map(({ id, rule, used }) => ({ ...rule, id, usedTimes: used })),
    clear: () => active.clear(),
    takeHttp: (method, path) =>
      active.size === 0
        ? undefined
        : take(({ rule, matches }) => {
            if (!isHttp(rule) || !matches(path)) return undefined;
            return rule.where.method === undefined || rule.where.method === method ? rule.what : undefined;
          }),
    takeTopic: (topic) =>
      active.size === 0
        ? undefined
        : take(({ rule, matches }) => (isTopic(rule) && matches(topic) ? rule.what : undefined)),
    takeConnection: (on, clientId) =>
      active.size === 0
        ? undefined
        : take(({ rule, matches }) =>
            isConnection(rule) && rule.where.mqtt === on && matches(clientId) ? rule.what : undefined,
          ),
    takeTranscode: () =>
      active.size === 0 ? undefined : take(({ rule }) => (isTranscode(rule) ? rule.what : undefined)),
  };
}

type RuleWith<Key extends string> = Extract<FaultRule, { where: { readonly [K in Key]: string } }>;
const isHttp = (rule: FaultRule): rule is RuleWith<"path"> => "path" in rule.where;
const isTopic = (rule: FaultRule): rule is RuleWith<"topic"> => "topic" in rule.where;
const isConnection = (rule: FaultRule): rule is RuleWith<"mqtt"> => "mqtt" in rule.where;
const isTranscode = (rule: FaultRule): rule is RuleWith<"work"> => "work" in rule.where;
