import type { PlayerMessage } from "../domain/players/player-message.ts";
import { decodePlayback } from "./decode-playback.ts";
import { decodeStatus } from "./decode-status.ts";
import { readFlag, readNumber, readText, told } from "./lenient.ts";
import { readTopic } from "./topics.ts";

/** The broker's own limit is 128 KB; more than this was not sent by a player. */
const largestPayloadBytes = 256 * 1024;

/**
 * Reads one MQTT message. Never throws: what cannot be read at all becomes `unreadable`, a field that makes no sense is left
 * out. `arrivedAtMs` is our clock.
 * @see https://yoto.dev/players-mqtt/mqtt-docs/
 */
export function decodeMessage(topic: string, payload: Uint8Array, arrivedAtMs: number): PlayerMessage {
  const { playerId, kind } = readTopic(topic);
  const about = { playerId, arrivedAtMs, topic };
  const unreadable = (why: string): PlayerMessage => ({ ...about, kind: "unreadable", why });

  if (playerId === "") return unreadable("the topic names no player");
  if (kind === undefined) return unreadable("a topic we do not know");
  if (payload.byteLength > largestPayloadBytes) return unreadable(`${payload.byteLength} bytes are too many`);
  const said = readJson(payload);
  switch (kind) {
    case "playback":
      return isFields(said)
        ? { ...about, kind: "playback", ...decodePlayback(said) }
        : unreadable("not a JSON object");
    case "status":
    case "full-status":
    case "legacy-status": {
      const fields = isFields(said) && said.status !== undefined ? said.status : said;
      if (!isFields(fields)) return unreadable("no status in it");
      const { report, statusVersion } = decodeStatus(fields);
      const full = kind === "full-status" || (kind === "legacy-status" && statusVersion === 3);
      return { ...about, kind: "status", report, full };
    }
    case "presence": {
      const online = readPresence(isFields(said) ? said.state : said);
      if (online === undefined) return unreadable("neither online nor offline");
      const sinceMs = isFields(said) ? readNumber(said.ts, 1, Number.MAX_SAFE_INTEGER) : undefined;
      return { ...about, kind: "presence", online, ...told({ sinceMs }) };
    }
    case "response": {
      const answer = isFields(said) ? readResponse(said.status) : undefined;
      return answer === undefined
        ? unreadable("says neither OK nor FAIL")
        : { ...about, kind: "response", ...answer };
    }
  }
}

/** The names looked for at the top of a message. */
type Fields = {
  readonly status?: unknown;
  readonly state?: unknown;
  readonly ts?: unknown;
  readonly req_body?: unknown;
};
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

// Bytes that are no UTF-8 become replacement characters inside one text; the rest of the message is still good.
const utf8 = new TextDecoder();

function readJson(payload: Uint8Array): unknown {
  const written = utf8.decode(payload);
  try {
    return JSON.parse(written);
  } catch {
    return written;
  }
}

function readPresence(state: unknown): boolean | undefined {
  const word = readText(state)?.toLowerCase();
  return word === "online" ? true : word === "offline" ? false : readFlag(state);
}

/** One key names what it is about and says OK or FAIL; `req_body` repeats the request. */
function readResponse(status: unknown) {
  if (!isFields(status)) return undefined;
  for (const [about, said] of Object.entries(status)) {
    const word = about === "req_body" ? undefined : readText(said)?.toUpperCase();
    if (word !== "OK" && word !== "FAIL") continue;
    const body = status.req_body;
    return { about: about.slice(0, 200), ok: word === "OK", requestBody: asText(body) };
  }
  return undefined;
}

function asText(body: unknown): string {
  if (body === undefined || typeof body === "string") return body ?? "";
  try {
    return JSON.stringify(body);
  } catch {
    return ""; // nested deeper than the stack
  }
}
