import type { PretendClock } from "../clock.ts";
import type { Faults } from "../faults.ts";

/** A message on its way. */
export type Message = {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: 0 | 1;
  readonly retain: boolean;
};

/** Passes messages on, the way the faults in force want it. */
export function createMessageFaults(
  { clock, faults }: { readonly clock: PretendClock; readonly faults: Faults },
  passOn: (message: Message) => void,
): (message: Message) => void {
  /** Messages that wait for the next one on their topic. */
  const heldBack = new Map<string, Message>();

  return (message) => {
    const what = faults.takeTopic(message.topic);
    if (what?.do === "reorder") {
      const earlier = heldBack.get(message.topic);
      if (earlier === undefined) return void heldBack.set(message.topic, message);
      heldBack.delete(message.topic);
      passOn(message);
      return passOn(earlier);
    }
    switch (what?.do) {
      case undefined:
        passOn(message);
        break;
      case "drop":
        break;
      case "duplicate":
        passOn(message);
        passOn(message);
        break;
      case "delay":
        clock.after(what.ms, () => passOn(message));
        break;
      case "invalid-json":
        passOn({ ...message, payload: message.payload.subarray(0, Math.ceil(message.payload.length / 2)) });
        break;
      case "strings-for-numbers":
        passOn({ ...message, payload: changed(message.payload, asText) });
        break;
      case "change": {
        const { fields } = what;
        passOn({ ...message, payload: changed(message.payload, (payload) => overlaid(payload, fields)) });
        break;
      }
    }
    const held = heldBack.get(message.topic);
    if (held !== undefined) {
      heldBack.delete(message.topic);
      passOn(held);
    }
  };
}

function changed(payload: Buffer, change: (value: unknown) => unknown): Buffer {
  try {
    return Buffer.from(JSON.stringify(change(JSON.parse(payload.toString()))));
  } catch {
    return payload;
  }
}

function asText(value: unknown): unknown {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asText(inner)]));
}

function overlaid(payload: unknown, fields: Readonly<Record<string, unknown>>): unknown {
  if (typeof payload !== "object" || payload === null) return payload;
  if ("status" in payload && typeof payload.status === "object")
    return { ...payload, status: { ...payload.status, ...fields } };
  return { ...payload, ...fields };
}
