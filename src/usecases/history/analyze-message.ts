import type { Action } from "../../domain/actions/action.ts";
import type { PlayerId } from "../../domain/ids.ts";
import { isJsonObject, type Json, type JsonObject } from "../../domain/json.ts";
import { sameValue } from "../../domain/plain-values.ts";
import type { PlayerMessage } from "../../domain/players/player-message.ts";
import type { PlayerState } from "../../domain/players/player-state.ts";
import { withoutSecrets } from "../../domain/without-secrets.ts";
import type { Analyzer } from "../../ports/analyzer.ts";

/** A message, and what was made of it; or, without a message, what was settled a moment later. */
export type MessageSeen = {
  readonly playerId: PlayerId;
  readonly message?: PlayerMessage;
  readonly before: PlayerState;
  readonly after: PlayerState;
  readonly actions: readonly Action[];
  /** It was not believed: it had come another way, or was overtaken by a newer one. */
  readonly ignored?: "echo" | "late";
};

/** What is longer is cut: players say little at a time, and nothing that a broker can send fills our memory. */
const textMost = 4_000;

/** Shows the analyzer a message, how it was read, what it changed and what was concluded from it; nothing of it secret. */
export function analyzeMessage(analyzer: Pick<Analyzer, "add">, seen: MessageSeen): void {
  const { playerId, message, before, after, ignored } = seen;
  const actions = seen.actions.map(safe);
  if (message === undefined) {
    analyzer.add({ is: "settled", playerId, actions });
    return;
  }
  const { payload, topic, playerId: _, arrivedAtMs: __, ...read } = message;
  analyzer.add({
    is: "message",
    playerId,
    topic,
    payload: payload === undefined ? "" : withoutSecrets(utf8.decode(payload.subarray(0, textMost))),
    read: safe(read),
    changed: differences(before, after),
    actions,
    ...(ignored !== undefined && { ignored }),
  });
}

const utf8 = new TextDecoder();

function safe(value: object): JsonObject {
  const text = JSON.stringify(value);
  if (text.length > textMost) return { tooLong: withoutSecrets(text.slice(0, textMost)) };
  const json: Json = JSON.parse(withoutSecrets(text));
  return isJsonObject(json) ? json : {};
}

/** The fields of the state that are not as they were, the parts of `playback` and `status` one by one. */
function differences(before: PlayerState, after: PlayerState): JsonObject {
  if (before === after) return {};
  const [was, is] = [flat(before), flat(after)];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (name) => name !== "heardAtMs",
  );
  const changed = names.filter((name) => !sameValue(was[name], is[name]));
  return safe(Object.fromEntries(changed.map((name) => [name, is[name] ?? null])));
}

function flat({ playback, status, ...rest }: PlayerState): Record<string, unknown> {
  return {
    ...rest,
    ...Object.fromEntries(Object.entries(playback).map(([name, value]) => [`playback.${name}`, value])),
    ...Object.fromEntries(Object.entries(status).map(([name, value]) => [`status.${name}`, value])),
  };
}
