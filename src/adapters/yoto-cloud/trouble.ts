import { z } from "zod";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import { readText } from "../../yoto/lenient.ts";
import type { Answer } from "./exchange.ts";

/**
 * What an answer outside 2xx means. `needs` is the scope the call is documented to need; Yoto's own words win.
 * @see https://yoto.dev/api/ for the envelope `{"error":{"code","message"}}`
 */
export function troubleOf(answer: Answer, needs: string | undefined, nowMs: number): YotoTrouble {
  const { status } = answer;
  const detail = whatYotoSaid(answer.text) ?? `HTTP ${status}`;
  switch (status) {
    case 401:
      return new YotoTrouble("unauthorized", "Yoto did not accept our token; we get a fresh one", { detail });
    case 403: {
      const missingScope = scopeIn(detail);
      // Some gateways in front of Yoto answer 403 to a token that has run out.
      if (
        missingScope === undefined &&
        /\b(token|jwt)\b.*\b(expired|invalid)|\b(expired|invalid)\b.*\b(token|jwt)\b/i.test(detail)
      )
        return new YotoTrouble("unauthorized", "Yoto did not accept our token; we get a fresh one", {
          detail,
        });
      const scope = missingScope ?? needs;
      return new YotoTrouble(
        "scope-missing",
        `The link to Yoto does not allow this${scope === undefined ? "" : ` (${scope})`}; link the account again and allow it`,
        { detail, missingScope: scope },
      );
    }
    case 404:
      return new YotoTrouble("not-found", "Yoto has no such thing in this account", { detail });
    case 429:
      return new YotoTrouble("rate-limited", "Yoto asks us to slow down; try again in a while", {
        detail,
        retryAfterMs: retryAfterMs(answer.headers, nowMs),
      });
    default:
      if (status >= 400 && status < 500 && status !== 408)
        return new YotoTrouble("rejected", `Yoto refused this: ${detail}`, { detail });
      return new YotoTrouble("unavailable", "Yoto has trouble of its own; try again in a while", {
        detail: `HTTP ${status}: ${detail}`,
        retryAfterMs: retryAfterMs(answer.headers, nowMs),
        answerLost: true,
      });
  }
}

/** A good status with a body that is not what was promised. */
export function nonsense(detail: string): YotoTrouble {
  return new YotoTrouble("unavailable", "Yoto sent an answer that we cannot read; try again in a while", {
    detail,
    answerLost: true,
  });
}

const Envelope = z.union([
  z.looseObject({ error: z.looseObject({ message: z.string() }) }).transform(({ error }) => error.message),
  z.looseObject({ message: z.string() }).transform(({ message }) => message),
  z.looseObject({ error_description: z.string() }).transform((body) => body.error_description),
  z.looseObject({ error: z.string() }).transform(({ error }) => error),
]);

/** `error.message`, then `message`, then the text itself, without anything that looks like a token. */
function whatYotoSaid(body: string): string | undefined {
  const parsed = Envelope.safeParse(jsonOf(body));
  const isPage = /^\s*</.test(body);
  const said = parsed.success ? parsed.data : isPage ? "" : body;
  // Cut last, or half a token could be left over.
  const harmless = said.replaceAll(/\b(Bearer\s+)?eyJ[\w-]+(\.[\w-]*)*/g, "…").slice(0, 500);
  return readText(harmless);
}

/** What is nested deeper is nothing that Yoto means, and readers that go down into it would run out of stack. */
const deepest = 100;

/** `undefined` for what is no JSON, or goes deeper than anybody means. */
export function jsonOf(body: string): unknown {
  try {
    const json: unknown = JSON.parse(body);
    return isDeeperThan(deepest, json) ? undefined : json;
  } catch {
    return undefined;
  }
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeperThan(levels - 1, each));
}

function scopeIn(message: string): string | undefined {
  return /\b(?:family|user)(?::[a-z][a-z-]*)+|\boffline_access\b/.exec(message)?.[0];
}

/** Nobody is kept away for longer by a word that may be a mistake. */
const longestRetryAfterMs = 3_600_000;

/** Seconds or an HTTP date. */
function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const said = headers.get("retry-after")?.trim();
  if (said === undefined || said === "") return undefined;
  const ms = /^\d+$/.test(said) ? Number(said) * 1000 : Date.parse(said) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(0, ms), longestRetryAfterMs);
}
