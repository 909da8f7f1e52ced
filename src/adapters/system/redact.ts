import { withoutSecrets } from "../../domain/without-secrets.ts";

/** Names of fields whose values nobody should read in a log. */
const secretName = /token|secret|password|authorization|cookie|verifier|credential|api-?key|private/i;

const depthMax = 6;
const textMax = 4000;
const entriesMax = 100;

/** A copy of a value that is fit for a log: secrets blotted out, errors told, cycles and floods cut. */
export function redact(value: unknown, depth = 0): unknown {
  switch (typeof value) {
    case "string":
      return redactText(value);
    case "number":
    case "boolean":
    case "undefined":
      return value;
    case "bigint":
    case "symbol":
      return String(value);
    case "function":
      return "[function]";
    case "object":
      return value === null ? null : redactObject(value, depth);
  }
}

/** Blots out what looks like a secret inside a text. */
export function redactText(text: string): string {
  const short = text.length > textMax ? `${text.slice(0, textMax)}… (${text.length} characters)` : text;
  return withoutSecrets(short, "[redacted]");
}

function redactObject(value: object, depth: number): unknown {
  if (depth >= depthMax) return "[deeper]";
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof URL) return redactText(value.href);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "[no date]" : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.slice(0, entriesMax).map((each) => redact(each, depth + 1));
  if (value instanceof Map || value instanceof Set) return redact([...value], depth);
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, entriesMax)
      .map(([name, each]) => [name, blots(name, each) ? "[redacted]" : redact(each, depth + 1)]),
  );
}

/** Counts and flags under such a name (`tokens: 3`) are no secrets. */
function blots(name: string, value: unknown): boolean {
  return secretName.test(name) && typeof value !== "number" && typeof value !== "boolean" && value != null;
}

function redactError(error: Error, depth: number): unknown {
  const { name, message, stack, cause, ...facts } = error;
  return {
    name,
    message: redactText(message),
    ...Object.fromEntries(
      Object.entries(facts).map(([key, each]) => [
        key,
        blots(key, each) ? "[redacted]" : redact(each, depth + 1),
      ]),
    ),
    ...(cause !== undefined && { cause: redact(cause, depth + 1) }),
    // The first line repeats the message.
    ...(stack !== undefined &&
      depth <= 1 && { stack: redactText(stack.slice(stack.indexOf("\n    at") + 1)) }),
  };
}
