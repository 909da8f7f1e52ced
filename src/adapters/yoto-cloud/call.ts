import type { z } from "zod";
import type { Json } from "../../domain/json.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import type { YotoCloudConfig } from "./config.ts";
import { type Answer, exchange } from "./exchange.ts";
import { jsonOf, nonsense, troubleOf } from "./trouble.ts";

/** One call to Yoto's API. */
export type Call = {
  readonly accessToken: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Begins with `/`; ids in it are percent-encoded by {@link path}. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly json?: Json;
  readonly bytes?: { readonly bytes: Uint8Array; readonly contentType: string };
  /** The scope that Yoto's pages name. */
  readonly needs?: string;
  /**
   * `always`: what is repeated has the same result; `unless-lost`: only while Yoto cannot have carried it out yet. Default:
   * `always` for GET, else `unless-lost`.
   */
  readonly repeat?: "always" | "unless-lost";
  /** The answer leads elsewhere; from others, a redirect (of a hotspot's sign-in page, say) is no answer. */
  readonly redirects?: true;
  /** Yoto's labs instead of its API. */
  readonly at?: "api" | "labs";
};

const attempts = 4;
const firstPauseMs = 400;
/** Who asks us to wait longer than this is told about at once, so that nobody hangs on a page. */
const longestPauseMs = 20_000;

/** The calls of one Yoto. Every function throws `YotoTrouble` and nothing else. */
export type Calls = {
  /** The raw answer of a 2xx, or of a 3xx for a call that `redirects`. */
  answer(call: Call): Promise<Answer>;
  answerIfThere(call: Call): Promise<Answer | undefined>;
  /** The body of a 2xx as the schema reads it. */
  body<Schema extends z.ZodType>(call: Call, schema: Schema): Promise<z.output<Schema>>;
  /** The same where 404 means that there is none. */
  bodyIfThere<Schema extends z.ZodType>(call: Call, schema: Schema): Promise<z.output<Schema> | undefined>;
  /** Deletes; a thing that is gone after an answer was lost was deleted by us. */
  remove(call: Pick<Call, "accessToken" | "path" | "needs">): Promise<void>;
};

/** Calls with time limits, bounded repetition with jitter, and Yoto's errors as ours. */
export function createCalls(config: YotoCloudConfig): Calls {
  const once = async <Result>(call: Call, read: (answer: Answer) => Result): Promise<Result> => {
    const answer = await exchange(config, requestOf(config, call));
    const isGood = answer.status >= 200 && answer.status < (call.redirects ? 400 : 300);
    if (!isGood) throw troubleOf(answer, call.needs, config.clock.nowMs());
    return read(answer);
  };
  const repeated = async <Result>(
    call: Call,
    read: (answer: Answer) => Result,
    onTrouble: (trouble: unknown) => void = () => {},
  ): Promise<Result> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(call, read);
      } catch (trouble) {
        onTrouble(trouble);
        const pauseMs = attempt < attempts ? pauseBefore(call, trouble, attempt, config) : undefined;
        if (pauseMs === undefined) throw trouble;
        await config.clock.sleep(pauseMs);
      }
    }
  };
  const body: Calls["body"] = (call, schema) =>
    repeated(call, ({ text, status }) => {
      const json = jsonOf(text);
      if (json === undefined)
        throw nonsense(`HTTP ${status} with ${text.length} characters that are no JSON`);
      const parsed = schema.safeParse(json);
      if (!parsed.success)
        throw nonsense(
          parsed.error.issues
            .map(({ path, message }) => `${path.join(".")}: ${message}`)
            .join("; ")
            .slice(0, 300),
        );
      return parsed.data;
    });
  const remove: Calls["remove"] = async (call) => {
    let mayBeDone = false;
    try {
      await repeated(
        { ...call, method: "DELETE", repeat: "always" },
        () => {},
        (trouble) => {
          mayBeDone ||= trouble instanceof YotoTrouble && trouble.answerLost;
        },
      );
    } catch (trouble) {
      const gone = trouble instanceof YotoTrouble && trouble.kind === "not-found";
      if (!gone || !mayBeDone) throw trouble;
    }
  };
  const answer: Calls["answer"] = (call) => repeated(call, (each) => each);
  return {
    answer,
    answerIfThere: (call) => answer(call).catch(undefinedIfNotFound),
    body,
    bodyIfThere: (call, schema) => body(call, schema).catch(undefinedIfNotFound),
    remove,
  };
}

function undefinedIfNotFound(trouble: unknown): undefined {
  if (trouble instanceof YotoTrouble && trouble.kind === "not-found") return undefined;
  throw trouble;
}

/** How long to wait before the next attempt; `undefined` when there is to be none. */
function pauseBefore(
  call: Call,
  trouble: unknown,
  attempt: number,
  { chance }: YotoCloudConfig,
): number | undefined {
  if (!(trouble instanceof YotoTrouble)) return undefined;
  if (trouble.kind !== "unavailable" && trouble.kind !== "rate-limited") return undefined;
  const repeat = call.repeat ?? (call.method === "GET" ? "always" : "unless-lost");
  if (repeat === "unless-lost" && trouble.answerLost) return undefined;
  const ownPauseMs = firstPauseMs * 2 ** (attempt - 1) * (0.5 + chance.fraction());
  const pauseMs = Math.max(ownPauseMs, trouble.retryAfterMs ?? 0);
  return pauseMs <= longestPauseMs ? pauseMs : undefined;
}

function requestOf(config: YotoCloudConfig, call: Call) {
  // fetch would say the whole header in its complaint.
  if (!/^[\x21-\x7e]+$/.test(call.accessToken))
    throw new YotoTrouble("unauthorized", "The token for Yoto is damaged; link the account again");
  const url = new URL((call.at === "labs" ? config.labsUrl : config.apiUrl) + call.path);
  for (const [name, value] of Object.entries(call.query ?? {}))
    if (value !== undefined) url.searchParams.set(name, value);
  const contentType = call.bytes?.contentType ?? (call.json === undefined ? undefined : "application/json");
  const body =
    call.bytes === undefined
      ? call.json === undefined
        ? undefined
        : JSON.stringify(call.json)
      : new Uint8Array(call.bytes.bytes);
  return {
    method: call.method,
    url,
    headers: {
      accept: "application/json",
      authorization: `Bearer ${call.accessToken}`,
      ...(contentType === undefined ? {} : { "content-type": contentType }),
    },
    ...(body === undefined ? {} : { body }),
  };
}

/** A path with ids in it, so that an id can never be more than one segment. */
export function path(parts: TemplateStringsArray, ...ids: readonly string[]): string {
  return String.raw({ raw: parts }, ...ids.map((id) => (/^\.+$/.test(id) ? "-" : encodeURIComponent(id))));
}
